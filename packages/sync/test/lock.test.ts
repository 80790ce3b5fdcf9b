import { coroutine, createTask, RuntimeError, sleep, wait } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from './support/virtual.ts'

const visit = coroutine(function* visit(lock: Lock, name: string, log: string[]) {
  using _held = yield* lock.acquire()
  log.push(`${name} in`)
  yield* sleep(10)
  log.push(`${name} out`)
})

describe('a lock', () => {
  test('lets one in at a time, in the order they came', () => {
    const log: string[] = []
    play(function* () {
      const lock = new Lock()
      yield* wait(['a', 'b', 'c'].map((name) => createTask(visit(lock, name, log))))
    })
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
  })

  test('is not taken by its last holder while somebody waits', () => {
    const log: string[] = []
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      createTask(visit(lock, 'waiter', log))
      yield* sleep(1)
      lock.release()
      expect([lock.locked(), lock.tryAcquire()]).toEqual([false, undefined])
      yield* lock.acquire()
      log.push('first again')
    })
    expect(log).toEqual(['waiter in', 'waiter out', 'first again'])
  })

  test('goes to the next when the woken waiter is cancelled before it ran', () => {
    const log: string[] = []
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      const [a, b] = [createTask(visit(lock, 'a', log)), createTask(visit(lock, 'b', log))]
      yield* sleep(1)
      lock.release()
      a.cancel()
      yield* wait([a, b])
      expect(lock.statistics()).toEqual({ locked: false, holder: undefined, waiting: 0 })
    })
    expect(log).toEqual(['b in', 'b out'])
  })

  test('is free again when the woken waiter is cancelled and nobody else waits', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      const a = createTask(visit(lock, 'a', []))
      yield* sleep(1)
      lock.release()
      a.cancel()
      yield* wait([a])
      expect(lock.tryAcquire()).toBeDefined()
    })
  })

  test('has no owner unless asked to: another task may release it', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      yield* createTask(
        (function* () {
          lock.release()
        })(),
      )
      expect(lock.locked()).toBe(false)
    })
  })

  test('cannot be released while nobody holds it', () => {
    expect(() => new Lock().release()).toThrow(new RuntimeError('Lock is not acquired.'))
  })

  test('says who holds it and how many wait', () => {
    play(function* () {
      const lock = new Lock({ name: 'accounts' })
      const task = createTask(visit(lock, 'a', []), { name: 'holder' })
      createTask(visit(lock, 'b', []))
      yield* sleep(1)
      expect(lock.statistics()).toEqual({ locked: true, holder: 'holder', waiting: 1 })
      expect(lock._queue.describe()).toBe('Lock.acquire on accounts (held by holder, 1 waiting)')
      expect(`${lock}`).toBe('<Lock accounts [locked, waiting:1]>')
      yield* task
    })
  })
})

describe('a permit', () => {
  test('is given back once, however often it is released', () => {
    play(function* () {
      const lock = new Lock()
      const permit = yield* lock.acquire()
      permit.release()
      yield* lock.acquire()
      permit.release()
      expect([permit.released, lock.locked()]).toEqual([true, true])
    })
  })
})

describe('an owned lock', () => {
  test('refuses re-entry, and says where it was taken', () => {
    play(function* () {
      const lock = new Lock({ owned: true, name: 'accounts' })
      yield* lock.acquire()
      const message =
        /^<Lock accounts \[locked, waiting:0\]> is not re-entrant, and this task holds it: held by Task-\d+ at .*lock\.test\.ts:\d+:\d+\)?; it is acquired again at .*lock\.test\.ts:\d+:\d+\)?$/
      let caught: unknown
      try {
        yield* lock.acquire()
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(RuntimeError)
      expect((caught as Error).message).toMatch(message)
    })
  })

  test("refuses a stranger's release, with both places", () => {
    play(function* () {
      const lock = new Lock({ owned: true })
      yield* lock.acquire()
      const stranger = createTask(
        (function* () {
          lock.release()
        })(),
        { name: 'stranger' },
      )
      yield* wait([stranger])
      expect((stranger.exception() as Error).message).toMatch(
        /^Expected <Lock \[locked, waiting:0\]> to be released by its holder, held by Task-\d+ at .*lock\.test\.ts.*; it is released by stranger at .*lock\.test\.ts/,
      )
    })
  })
})
