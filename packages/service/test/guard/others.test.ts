// bulkhead, hedge and fallback.

import {
  CancelledError,
  createTask,
  ExceptionGroup,
  gather,
  sleep,
  type Task,
  TimeoutError,
  timeout,
  wait,
} from '@acoro/core'
import { BulkheadFullError, bulkhead, fallback, hedge } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

describe('a bulkhead', () => {
  test('lets so many calls in, so many wait in order, and refuses the rest at once', () => {
    play(function* (): Steps {
      const disk = bulkhead({ concurrency: 1, maxWaiting: 2, name: 'disk' })
      const calls = [1, 2, 3, 4].map((n) => starting(disk.call(() => sleep(10, n))))
      yield* sleep(1)
      expect([disk.running, disk.waiting]).toEqual([1, 2])
      expect(yield* gather(calls)).toEqual([
        '1 at 10',
        '2 at 20',
        '3 at 30',
        'BulkheadFullError: disk is full: 2 calls wait, and maxWaiting is 2 at 0',
      ])
      expect([disk.running, disk.waiting]).toEqual([0, 0])
    })
  })

  test('learns of a cancel in the line at once, and says what is waited for', () => {
    play(function* (): Steps {
      const disk = bulkhead({ concurrency: 1, maxWaiting: 1, name: 'disk' })
      const holder = starting(disk.call(() => sleep(100)))
      const waiter = createTask(disk.call(() => sleep(1)))
      yield* sleep(5)
      expect(describedWait(waiter)).toBe('Semaphore.acquire on disk (0 free, 1 waiting)')
      waiter.cancel()
      expect(yield* outcome(waiter)).toBe('CancelledError at 5')
      expect([disk.waiting, yield* holder]).toEqual([0, 'undefined at 100'])
    })
  })

  test('cancelled at any moment, gives its place back', () => {
    injectCancelEverywhere(function* (inject): Steps {
      const disk = bulkhead({ concurrency: 1, maxWaiting: 5 })
      const call = (): Steps => disk.call(() => sleep(2)) as never
      const tasks = [createTask(call()), inject(call()), createTask(call())]
      yield* wait(tasks)
      tasks[0]!.result()
      tasks[2]!.result()
      expect([disk.running, disk.waiting]).toEqual([0, 0])
    })
  })

  test('nobody overtakes, in any order of tasks', () => {
    explore({ runs: 100 }, function* (): Steps {
      const disk = bulkhead({ concurrency: 1, maxWaiting: Infinity })
      let [under, most] = [0, 0]
      const work = function* (): Steps {
        most = Math.max(most, ++under)
        yield* sleep(0)
        under--
      }
      yield* gather([1, 2, 3].map(() => disk.call(work)))
      expect(most).toBe(1)
    })
  })

  test.each<[() => unknown, string]>([
    [
      () => bulkhead(undefined as never),
      'Expected the options of bulkhead() as an object, { concurrency, maxWaiting, name }, got undefined',
    ],
    [
      () => bulkhead({} as never),
      'Expected the option concurrency of bulkhead() to be a whole number of at least 1, got undefined',
    ],
    [
      () => bulkhead({ concurrency: 1, maxWaiting: -1 }),
      'Expected the option maxWaiting of bulkhead() to be a whole number of at least 0, or Infinity, got -1',
    ],
    [
      () => bulkhead({ concurrency: 1 }).call(5 as never),
      'Expected the function to call, a function, got the number 5',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
    expect(BulkheadFullError.prototype.name).toBe('BulkheadFullError')
  })
})

describe('hedge', () => {
  /** Calls that take so long; negative ones fail. */
  const calls =
    (times: number[], log: string[] = []) =>
    (n: number) =>
      (function* (): Steps<string> {
        log.push(`call ${n} at ${now()}`)
        const ms = times[n - 1]!
        try {
          yield* sleep(Math.abs(ms))
        } catch (error) {
          yield* sleep(3)
          log.push(`call ${n} cancelled at ${now()}`)
          throw error
        }
        if (ms < 0) throw new Error(`no ${n}`)
        return `answer ${n}`
      })()

  test('makes one call if that is fast enough', () => {
    const log: string[] = []
    expect(play(() => outcome(hedge(calls([99], log), { delay: 100 })))).toBe('answer 1 at 99')
    expect(log).toEqual(['call 1 at 0'])
  })

  test('makes another call if it is slow; the loser is cancelled and awaited', () => {
    const log: string[] = []
    expect(play(() => outcome(hedge(calls([1000, 20], log), { delay: 100 })))).toBe('answer 2 at 123')
    expect(log).toEqual(['call 1 at 0', 'call 2 at 100', 'call 1 cancelled at 123'])
  })

  test('the first call may still win', () => {
    expect(play(() => outcome(hedge(calls([110, 500]), { delay: 100 })))).toBe('answer 1 at 113')
  })

  test('a call that fails early makes the next one begin at once', () => {
    const log: string[] = []
    expect(play(() => outcome(hedge(calls([-5, -5, 5], log), { delay: 100, maxCalls: 3 })))).toBe(
      'answer 3 at 15',
    )
    expect(log).toEqual(['call 1 at 0', 'call 2 at 5', 'call 3 at 10'])
  })

  test('throws every error if all calls fail, or the one there is', () => {
    const error = play(() => failure<ExceptionGroup>(hedge(calls([-50, -1, -1]), { delay: 10, maxCalls: 3 })))
    expect(error).toBeInstanceOf(ExceptionGroup)
    expect(error.errors.map(String).toSorted()).toEqual(['Error: no 1', 'Error: no 2', 'Error: no 3'])
    expect(play(() => outcome(hedge(calls([-5]), { maxCalls: 1 })))).toBe('Error: no 1 at 5')
  })

  test('a cancel reaches all calls', () => {
    const log: string[] = []
    play(function* (): Steps {
      const task = createTask(hedge(calls([1000, 1000], log), { delay: 10 }))
      yield* sleep(20)
      expect(describedWait(task)).toBe('hedge (2 of 2 calls under way)')
      task.cancel()
      expect(yield* outcome(task)).toBe('CancelledError at 23')
    })
    expect(log.slice(2)).toEqual(['call 1 cancelled at 23', 'call 2 cancelled at 23'])
  })

  test('cancelled at any moment, leaves nothing under way', () => {
    injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      const body = function* (n: number): Steps {
        under++
        try {
          yield* sleep(n === 1 ? 100 : 10)
        } finally {
          under--
        }
      }
      yield* wait([inject(hedge(body, { delay: 5, maxCalls: 3 }))])
      expect(under).toBe(0)
    })
  })

  test('returns one value in every order of tasks', () => {
    explore({ runs: 200 }, function* (): Steps {
      const value = yield* hedge((n) => sleep(10, n), { delay: 0, maxCalls: 3 })
      expect([1, 2, 3]).toContain(value)
    })
  })

  test.each<[() => unknown, string]>([
    [
      () => hedge(sleep(1) as never),
      'Expected the body of hedge(), a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => hedge(() => sleep(1), { delay: -1 }),
      'Expected the option delay of hedge() in milliseconds, 0 or more, got -1',
    ],
    [
      () => hedge(() => sleep(1), { maxCalls: 0 }),
      'Expected the option maxCalls of hedge() to be a whole number of at least 1, got 0',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })

  test('a body that returns nothing to await says so', () => {
    expect(play(() => outcome(hedge((() => 5) as never, { maxCalls: 1 })))).toMatch(
      /^TypeError: Expected the body of hedge\(\) to return something to await/,
    )
  })
})

describe('fallback', () => {
  const failing = function* (): Steps<string> {
    yield* sleep(1)
    throw new Error('no')
  }

  test('takes the place of an error: a value, or something to await', () => {
    expect(play(() => outcome(fallback(failing, () => 'other')))).toBe('other at 1')
    expect(play(() => outcome(fallback(failing, (error) => sleep(5, `${error}`))))).toBe('Error: no at 6')
    expect(
      play(() =>
        outcome(
          fallback(
            () => sleep(1, 'fine'),
            () => 'other',
          ),
        ),
      ),
    ).toBe('fine at 1')
    expect(play(() => outcome(fallback(failing, failing)))).toBe('Error: no at 2')
  })

  test('cancelled at any moment, leaves nothing under way, and never counts the cancel as the error', () => {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      function* step(): Steps<string> {
        under++
        try {
          yield* sleep(5)
          throw new Error('no')
        } finally {
          under--
        }
      }
      function* other(): Steps<string> {
        under++
        try {
          return yield* sleep(5, 'other')
        } finally {
          under--
        }
      }
      const task: Task<unknown> = inject(fallback(step, other))
      yield* wait([task])
      expect(under).toBe(0)
      if (!task.cancelled()) expect(task.result()).toBe('other')
    })
    expect(moments).toBeGreaterThan(3)
  })

  test('in every order of tasks, calls at once get a value each', () => {
    explore({ runs: 50 }, function* (): Steps {
      const calls = [1, 2, 3].map((n) =>
        fallback(n === 2 ? failing : () => sleep(1, 'fine'), () => `other ${n}`),
      )
      expect(yield* gather(calls)).toEqual(['fine', 'other 2', 'fine'])
    })
  })

  test('never takes the place of a cancel, not even of one that the body turned into an error', () => {
    play(function* (): Steps {
      const hiding = function* (): Steps {
        try {
          yield* sleep(100)
        } catch {
          throw new Error('hidden')
        }
      }
      for (const [body, expected] of [
        [() => sleep(100), CancelledError],
        [hiding, Error],
      ] as const) {
        const task: Task<unknown> = createTask(
          fallback(body, () => expect.unreachable('a cancel is no failure')),
        )
        yield* sleep(1)
        task.cancel()
        expect(yield* failure(task)).toBeInstanceOf(expected)
      }
      const late = yield* failure(
        timeout(5, () =>
          fallback(
            () => sleep(100),
            () => 'other',
          ),
        ),
      )
      expect(late).toBeInstanceOf(TimeoutError)
    })
  })

  test.each<[() => unknown, string]>([
    [() => fallback(5 as never, () => 1), 'Expected the body of fallback(), a function, got the number 5'],
    [
      () => fallback(failing, 'other' as never),
      'Expected what fallback() calls after an error, a function, got the string "other"',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
