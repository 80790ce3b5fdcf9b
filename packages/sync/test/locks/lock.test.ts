import {
  asyncWith,
  coroutine,
  createTask,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  sleep,
  wait,
} from '@acoro/core'
import { Lock } from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const release = coroutine(function* release(lock: Lock) {
  lock.release()
})

describe('a lock', () => {
  test('has no owner unless asked to: another task may release it', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      yield* createTask(release(lock))
      expect(lock.locked()).toBe(false)
    })
  })

  test('reads as unlocked while it is handed over, and cannot be released then', () => {
    play(function* () {
      const lock = new Lock()
      yield* lock.acquire()
      const waiter = createTask(lock.acquire())
      yield* sleep(1)
      lock.release()
      expect(lock.locked()).toBe(false)
      expect(() => lock.release()).toThrow(RuntimeError)
      yield* waiter
      expect(lock.locked()).toBe(true)
    })
  })

  test('cannot be released while nobody holds it', () => {
    expect(() => new Lock().release()).toThrow(new RuntimeError('Lock is not acquired.'))
  })

  test('is held for the block of an asyncWith', () => {
    play(function* () {
      const lock = new Lock()
      const inside = yield* asyncWith(lock, function* (value) {
        return [value, lock.locked()]
      })
      expect([inside, lock.locked()]).toEqual([[undefined, true], false])
    })
  })

  test('says who holds it and how many wait', () => {
    play(function* () {
      const lock = new Lock({ name: 'accounts' })
      const holder = createTask(lock.acquire(), { name: 'holder' })
      const waiter = createTask(lock.acquire())
      yield* holder
      expect(lock.statistics()).toEqual({ locked: true, holder: 'holder', waiting: 1 })
      expect(`${lock}`).toBe('<Lock accounts [locked, waiting:1]>')
      waiter.cancel()
    })
  })

  test('names its holder to those who wait for nothing', () => {
    play(function* () {
      const lock = new Lock({ name: 'accounts' })
      yield* createTask(lock.acquire(), { name: 'forgetful' })
      const waiter = createTask(lock.acquire())
      yield* sleep(1)
      expect(describedWait(waiter)).toBe('Lock.acquire on accounts (held by forgetful, 1 waiting)')
      waiter.cancel()
    })
  })

  test('refuses options that mean nothing', () => {
    expect(() => new Lock('accounts' as never)).toThrow(
      new TypeError(
        'Expected the options of Lock() as an object, { name, owned }, got the string "accounts"',
      ),
    )
    expect(() => new Lock({ name: 1 as never })).toThrow(
      new TypeError('Expected the option name of Lock() to be a string, got the number 1'),
    )
    expect(() => new Lock({ owned: 'yes' as never })).toThrow(
      new TypeError('Expected the option owned of Lock() to be true or false, got the string "yes"'),
    )
  })
})

/** Tries to enter, and logs the iteration of the loop in which it did, or in which it was cancelled. */
const enter = coroutine(function* enter(lock: Lock, name: string, log: string[], now: () => number) {
  try {
    using _held = yield* lock.acquire()
    log.push(`${now()}: ${name} in`)
  } catch (error) {
    if (!isCancelledError(error)) throw error
    log.push(`${now()}: ${name} cancelled`)
  }
})

/**
 * Plays with a held lock and three tasks that wait for it; the log says in which iteration each got its turn.
 */
function lined(
  play_: (lock: Lock, tasks: { cancel(): boolean }[], log: string[], late: (name: string) => void) => void,
) {
  const log: string[] = []
  play(function* () {
    let iteration = 0
    const lock = new Lock()
    yield* lock.acquire()
    const now = () => iteration
    const tasks = ['a', 'b', 'c'].map((name) => createTask(enter(lock, name, log, now)))
    yield* sleep(0)
    const loop = getRunningLoop()
    const tick = () => {
      if (++iteration < 10) loop.callSoon(tick)
    }
    loop.callSoon(tick)
    yield* sleep(0)
    play_(lock, tasks, log, (name) => tasks.push(createTask(enter(lock, name, log, now))))
    yield* wait(tasks)
    expect(lock.statistics()).toEqual({ locked: false, holder: undefined, waiting: 0 })
  })
  return log
}

// The traces are CPython's.
describe('a cancelled waiter keeps its place until its task runs:', () => {
  test('a release in between wakes nobody, and the cancelled task wakes the next one', () => {
    const log = lined((lock, [first]) => {
      first!.cancel()
      lock.release()
    })
    expect(log).toEqual(['2: a cancelled', '3: b in', '4: c in'])
  })

  test('one that is not first holds up nobody', () => {
    const log = lined((lock, [, second]) => {
      second!.cancel()
      lock.release()
    })
    expect(log).toEqual(['2: b cancelled', '2: a in', '3: c in'])
  })

  test('two in a row end in the same iteration', () => {
    const log = lined((lock, [first, second]) => {
      first!.cancel()
      second!.cancel()
      lock.release()
    })
    expect(log).toEqual(['2: a cancelled', '2: b cancelled', '3: c in'])
  })

  test('when all are cancelled, a newcomer takes the lock at once', () => {
    const log = lined((lock, tasks, log) => {
      for (const task of tasks) task.cancel()
      lock.release()
      expect([lock.locked(), lock.statistics().waiting]).toEqual([false, 0])
      lock.tryAcquire()!.release()
      log.push('taken')
    })
    expect(log).toEqual(['taken', '2: a cancelled', '2: b cancelled', '2: c cancelled'])
  })

  test('a newcomer stands behind those who were held up', () => {
    const log = lined((lock, [first], _log, late) => {
      first!.cancel()
      lock.release()
      expect(lock.tryAcquire()).toBeUndefined()
      late('d')
    })
    expect(log).toEqual(['2: a cancelled', '3: b in', '4: c in', '5: d in'])
  })

  test('cancelled after the release it hands the turn on, as late', () => {
    const log = lined((lock, [first]) => {
      lock.release()
      first!.cancel()
    })
    expect(log).toEqual(['2: a cancelled', '3: b in', '4: c in'])
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

  test('is ended by the release of its lock: it cannot release the lock of the next holder', () => {
    play(function* () {
      const lock = new Lock()
      const permit = yield* lock.acquire()
      lock.release()
      expect(permit.released).toBe(true)
      const next = yield* lock.acquire()
      permit.release()
      expect([lock.locked(), next.released]).toEqual([true, false])
    })
  })

  test('stays valid when its release is refused', () => {
    play(function* () {
      const lock = new Lock({ owned: true })
      const permit = yield* lock.acquire()
      const stranger = createTask(
        (function* () {
          permit.release()
        })(),
      )
      yield* wait([stranger])
      expect([(stranger.exception() as Error).name, permit.released]).toEqual(['RuntimeError', false])
      permit.release()
      expect([lock.locked(), permit.released]).toEqual([false, true])
    })
  })

  test('is released at the end of an asyncWith', () => {
    play(function* () {
      const lock = new Lock()
      yield* asyncWith(yield* lock.acquire(), function* (permit) {
        expect([permit.released, lock.locked()]).toEqual([false, true])
      })
      expect(lock.locked()).toBe(false)
    })
  })
})

describe('an owned lock', () => {
  test('refuses re-entry, and says where it was taken', () => {
    play(function* () {
      const lock = new Lock({ owned: true, name: 'accounts' })
      yield* lock.acquire()
      const again = createTask(lock.acquire())
      yield* sleep(1)
      // It is another task that waits; this one would wait for itself.
      expect(again.done()).toBe(false)
      let caught: unknown
      try {
        yield* lock.acquire()
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(RuntimeError)
      expect((caught as Error).message).toMatch(
        /^<Lock accounts \[locked, waiting:1\]> is not re-entrant, and this task holds it: held by Task-\d+ at .*lock\.test\.ts:\d+:\d+\)?; it is acquired again at .*lock\.test\.ts:\d+:\d+\)?$/,
      )
      again.cancel()
    })
  })

  test("refuses a stranger's release, with both places", () => {
    play(function* () {
      const lock = new Lock({ owned: true })
      yield* lock.acquire()
      const stranger = createTask(release(lock), { name: 'stranger' })
      yield* wait([stranger])
      expect((stranger.exception() as Error).message).toMatch(
        /^Expected <Lock \[locked, waiting:0\]> to be released by its holder, held by Task-\d+ at .*lock\.test\.ts.*; it is released by stranger at release .*lock\.test\.ts/,
      )
      expect(lock.locked()).toBe(true)
    })
  })
})
