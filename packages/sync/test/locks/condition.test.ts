import { asyncWith, coroutine, createTask, RuntimeError, sleep, wait } from '@acoro/core'
import { Condition, Lock, type Permit } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const waiter = coroutine(function* waiter(condition: Condition, name: string, log: string[]) {
  using _held = yield* condition.acquire()
  try {
    yield* condition.wait()
    log.push(`${name} woken`)
  } finally {
    log.push(`${name} has the lock: ${condition.locked()}`)
  }
})

describe('a condition', () => {
  test('wakes as many as it is told to, in order, each with the lock', () => {
    const log: string[] = []
    play(function* () {
      const condition = new Condition()
      const tasks = ['a', 'b', 'c'].map((name) => createTask(waiter(condition, name, log)))
      yield* sleep(1)
      expect(condition.statistics()).toEqual({ locked: false, waiting: 3, waitingForLock: 0 })
      {
        using _held = yield* condition.acquire()
        condition.notify(2)
        yield* sleep(1)
        log.push('lock free')
      }
      yield* sleep(1)
      {
        using _held = yield* condition.acquire()
        condition.notifyAll()
      }
      yield* wait(tasks)
    })
    expect(log).toEqual([
      'lock free',
      'a woken',
      'a has the lock: true',
      'b woken',
      'b has the lock: true',
      'c woken',
      'c has the lock: true',
    ])
  })

  test('hands a notification on when the notified waiter is cancelled', () => {
    const log: string[] = []
    play(function* () {
      const condition = new Condition()
      const tasks = ['a', 'b'].map((name) => createTask(waiter(condition, name, log)))
      yield* sleep(1)
      {
        using _held = yield* condition.acquire()
        condition.notify()
        tasks[0]!.cancel()
      }
      yield* wait(tasks)
    })
    expect(log).toEqual(['a has the lock: true', 'b woken', 'b has the lock: true'])
  })

  test('takes the lock before a cancellation comes out, also when cancelled again meanwhile', () => {
    play(function* () {
      const condition = new Condition()
      const task = createTask(waiter(condition, 'a', []))
      yield* sleep(1)
      const held = yield* condition.acquire()
      task.cancel('one')
      yield* sleep(1)
      task.cancel('two')
      yield* sleep(1)
      expect([task.done(), task.cancelling()]).toEqual([false, 2])
      held.release()
      yield* wait([task])
      expect(() => task.result()).toThrow('two')
      expect(condition.locked()).toBe(false)
    })
  })

  test('never loses the lock or the last notification, whenever a waiter is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const condition = new Condition()
      const log: string[] = []
      const victim = inject(waiter(condition, 'victim', log))
      const other = createTask(waiter(condition, 'other', log))
      yield* sleep(1)
      // One for each who is there: a notification that the victim had goes to the other.
      for (let round = 0; round < 2; round++) {
        using _held = yield* condition.acquire()
        condition.notify()
        yield* sleep(1)
      }
      yield* wait([victim, other])
      expect(log).toContain('other woken')
      expect(log.every((line) => !line.includes('false'))).toBe(true)
      expect(condition.statistics()).toEqual({ locked: false, waiting: 0, waitingForLock: 0 })
    })
    expect(moments).toBeGreaterThan(3)
  })

  test('waits until a predicate holds, and gives what it gave', () => {
    play(function* () {
      const condition = new Condition()
      const shelf: string[] = []
      const taker = createTask(
        (function* () {
          using _held = yield* condition.acquire()
          return yield* condition.waitFor(() => shelf.length > 1 && shelf.join())
        })(),
      )
      for (const book of ['a', 'b']) {
        yield* sleep(1)
        using _held = yield* condition.acquire()
        shelf.push(book)
        condition.notify()
      }
      expect(yield* taker).toBe('a,b')
    })
  })

  test('shares a lock with another condition, which is notified apart', () => {
    const log: string[] = []
    play(function* () {
      const lock = new Lock()
      const [full, empty] = [new Condition(lock), new Condition(lock)]
      const tasks = [createTask(waiter(full, 'full', log)), createTask(waiter(empty, 'empty', log))]
      yield* sleep(1)
      yield* asyncWith(empty, function* () {
        expect(full.locked()).toBe(true)
        empty.notify()
      })
      yield* tasks[1]!
      expect([log, tasks[0]!.done()]).toEqual([['empty woken', 'empty has the lock: true'], false])
      tasks[0]!.cancel()
    })
  })

  test('keeps the owner of an owned lock over a wait', () => {
    play(function* () {
      const condition = new Condition(new Lock({ owned: true }))
      const log: string[] = []
      const task = createTask(waiter(condition, 'a', log))
      yield* sleep(1)
      {
        using _held = yield* condition.acquire()
        condition.notify()
      }
      yield* task
      expect(log).toEqual(['a woken', 'a has the lock: true'])
    })
  })

  test('keeps the permit over a wait, which cannot be released meanwhile', () => {
    play(function* () {
      const condition = new Condition()
      const log: unknown[] = []
      let permit: Permit | undefined
      const task = createTask(
        (function* () {
          permit = yield* condition.acquire()
          yield* condition.wait()
          permit.release()
          log.push(condition.locked())
        })(),
      )
      yield* sleep(1)
      using held = yield* condition.acquire()
      expect(() => permit!.release()).toThrow(
        new RuntimeError(
          'Expected a permit that holds <Lock [locked, waiting:0]>, got one whose task waits in a Condition: ' +
            'release it after the wait',
        ),
      )
      expect(condition.locked()).toBe(true)
      condition.notify()
      held.release()
      yield* task
      expect(log).toEqual([false])
    })
  })

  test('refuses to wait or notify without the lock, at the call', () => {
    const condition = new Condition(undefined, { name: 'shelf' })
    const what = 'un-acquired lock: acquire() <Condition shelf [unlocked, waiting:0]> first'
    expect(() => condition.wait()).toThrow(new RuntimeError(`cannot wait on ${what}`))
    expect(() => condition.notify()).toThrow(new RuntimeError(`cannot notify on ${what}`))
    expect(() => condition.notifyAll()).toThrow(new RuntimeError(`cannot notify on ${what}`))
    expect(() => condition.release()).toThrow(new RuntimeError('Lock is not acquired.'))
  })

  test('refuses arguments that mean nothing', () => {
    expect(() => new Condition({} as never)).toThrow(
      new TypeError('Expected the lock of a Condition, a Lock, got an object'),
    )
    expect(() => new Condition().waitFor(true as never)).toThrow(
      new TypeError('Expected a predicate, a function, got the boolean true'),
    )
    expect(() => new Condition().notify(-1)).toThrow(
      new RangeError('Expected how many to notify, a whole number of at least 0, got -1'),
    )
  })

  test('says what its waiters wait for', () => {
    play(function* () {
      const task = createTask(waiter(new Condition(undefined, { name: 'shelf' }), 'a', []))
      yield* sleep(1)
      expect(describedWait(task)).toBe('Condition.wait on shelf (1 waiting)')
      task.cancel()
    })
  })
})
