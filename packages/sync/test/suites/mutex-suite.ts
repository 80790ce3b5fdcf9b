// What holds for everything that lets one task in at a time.

import type { Awaitable } from '@acoro/core'
import { coroutine, createTask, getRunningLoop, RuntimeError, sleep, timeout, wait } from '@acoro/core'
import type { Permit } from '@acoro/sync'
import { injectCancelEverywhere, VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

export interface Mutex {
  acquire(): Awaitable<Permit>
  tryAcquire(): Permit | undefined
  /** How many wait. */
  waiting(): number
}

const visit = coroutine(function* visit(mutex: Mutex, name: string, log: string[]) {
  using _held = yield* mutex.acquire()
  log.push(`${name} in`)
  yield* sleep(10)
  log.push(`${name} out`)
})

export function mutexSuite(title: string, make: (name?: string) => Mutex): void {
  describe(`${title}, as a mutex,`, () => {
    test('lets one in at a time, in the order they came', () => {
      const log: string[] = []
      play(function* () {
        const mutex = make()
        yield* wait(['a', 'b', 'c'].map((name) => createTask(visit(mutex, name, log))))
        expect(mutex.waiting()).toBe(0)
      })
      expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
    })

    test('takes no turn of the loop while it is free', () => {
      const log: string[] = []
      play(function* () {
        const mutex = make()
        getRunningLoop().callSoon(() => log.push('callback'))
        for (let round = 0; round < 3; round++) (yield* mutex.acquire()).release()
        log.push('three times')
        yield* sleep(0)
      })
      expect(log).toEqual(['three times', 'callback'])
    })

    test('is not taken at once while it is held, waited for or being handed over', () => {
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        // In a task of its own: a limiter lends to a task once.
        const attempt = coroutine(function* attempt() {
          return mutex.tryAcquire()
        })
        expect(yield* createTask(attempt())).toBeUndefined()
        const waiter = createTask(visit(mutex, 'waiter', []))
        yield* sleep(1)
        const late = createTask(attempt())
        held.release()
        expect(yield* late).toBeUndefined()
        yield* waiter
        const taken = yield* createTask(attempt())
        expect(taken).toBeDefined()
      })
    })

    test('makes its last holder stand behind those who wait', () => {
      const log: string[] = []
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        createTask(visit(mutex, 'waiter', log))
        yield* sleep(1)
        held.release()
        yield* visit(mutex, 'again', log)
      })
      expect(log).toEqual(['waiter in', 'waiter out', 'again in', 'again out'])
    })

    test('forgets a waiter that is cancelled', () => {
      const log: string[] = []
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const tasks = ['a', 'b', 'c'].map((name) => createTask(visit(mutex, name, log)))
        yield* sleep(1)
        expect(mutex.waiting()).toBe(3)
        tasks[1]!.cancel()
        expect(mutex.waiting()).toBe(2)
        held.release()
        yield* wait(tasks)
      })
      expect(log).toEqual(['a in', 'a out', 'c in', 'c out'])
    })

    test('goes to the next when a woken waiter is cancelled before it ran', () => {
      const log: string[] = []
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const tasks = ['a', 'b', 'c'].map((name) => createTask(visit(mutex, name, log)))
        yield* sleep(1)
        held.release()
        tasks[0]!.cancel()
        yield* wait(tasks)
      })
      expect(log).toEqual(['b in', 'b out', 'c in', 'c out'])
    })

    test('is free again when a woken waiter is cancelled and nobody else waits', () => {
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const only = createTask(visit(mutex, 'only', []))
        yield* sleep(1)
        held.release()
        only.cancel()
        yield* wait([only])
        expect(mutex.tryAcquire()).toBeDefined()
      })
    })

    test('is left as it was by a waiter that gives up after a time', () => {
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const impatient = createTask(timeout(10, () => visit(mutex, 'impatient', [])))
        yield* wait([impatient])
        expect([(impatient.exception() as Error).name, mutex.waiting()]).toEqual(['TimeoutError', 0])
        held.release()
        expect(mutex.tryAcquire()).toBeDefined()
      })
    })

    test('is released when its block fails', () => {
      play(function* () {
        const mutex = make()
        const failing = createTask(
          (function* () {
            using _held = yield* mutex.acquire()
            throw new Error('inside')
          })(),
        )
        yield* wait([failing])
        expect(failing.exception()).toEqual(new Error('inside'))
        expect(mutex.tryAcquire()).toBeDefined()
      })
    })

    test('is not taken by a coroutine that is closed while it waits, woken or not', () => {
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const [parked, woken] = [visit(mutex, 'parked', []), visit(mutex, 'woken', [])]
        // Driven by hand, in the name of a task each: a limiter lends to a task once.
        const drive = coroutine(function* drive(waiter: typeof woken) {
          waiter.next()
        })
        yield* createTask(drive(woken))
        yield* createTask(drive(parked))
        expect(mutex.waiting()).toBe(2)
        parked.close()
        expect(mutex.waiting()).toBe(1)
        held.release()
        woken.close()
        expect(mutex.tryAcquire()).toBeDefined()
      })
    })

    test('is not taken by a coroutine that is thrown out of its wait by hand, woken or not', () => {
      play(function* () {
        const mutex = make()
        const held = yield* mutex.acquire()
        const [parked, woken] = [visit(mutex, 'parked', []), visit(mutex, 'woken', [])]
        const drive = coroutine(function* drive(waiter: typeof woken) {
          waiter.next()
        })
        yield* createTask(drive(woken))
        yield* createTask(drive(parked))
        expect(() => parked.throw(new Error('out'))).toThrow('out')
        expect(mutex.waiting()).toBe(1)
        held.release()
        expect(() => woken.throw(new Error('out'))).toThrow('out')
        expect(mutex.tryAcquire()).toBeDefined()
      })
    })

    test('loses nothing whenever one that uses it is cancelled', () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const mutex = make()
        const log: string[] = []
        const first = createTask(visit(mutex, 'first', log))
        const victim = inject(visit(mutex, 'victim', log))
        const others = ['a', 'b'].map((name) => createTask(visit(mutex, name, log)))
        yield* wait([first, victim, ...others])
        const without = log.filter((line) => !line.startsWith('victim'))
        expect(without).toEqual(['first in', 'first out', 'a in', 'a out', 'b in', 'b out'])
        expect(mutex.tryAcquire()).toBeDefined()
      })
      expect(moments).toBeGreaterThan(4)
    })

    test('refuses to make a task of another loop wait', () => {
      const mutex = make()
      using loop = new VirtualLoop()
      using other = new VirtualLoop()
      loop.runSync(function* () {
        const held = yield* mutex.acquire()
        const waiter = createTask(visit(mutex, 'waiter', []))
        yield* sleep(1)
        held.release()
        yield* waiter
        yield* mutex.acquire()
      })
      expect(() => other.runSync(() => visit(mutex, 'stranger', []))).toThrow(RuntimeError)
      expect(() => other.runSync(() => visit(mutex, 'stranger', []))).toThrow(
        'is bound to a different event loop',
      )
    })

    test('says what is waited for when nothing will come of it', () => {
      expect(() =>
        play(function* () {
          const mutex = make('accounts')
          yield* mutex.acquire()
          yield* createTask(visit(mutex, 'waiter', []), { name: 'waiter' })
        }),
      ).toThrow(/'waiter' waits for \S+ on accounts(\[key\])? \(.*1 waiting\)\n/)
    })
  })
}
