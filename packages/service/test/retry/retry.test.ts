import { CancelledError, coroutine, createTask, sleep, TimeoutError, timeout } from '@acoro/core'
import { constant, RetryError, retry, Schedule } from '@acoro/service'
import { describe, expect, test } from 'vitest'
import {
  describedWait,
  failure,
  now,
  outcome,
  play,
  reportsOf,
  type Steps,
  seeded,
} from '../support/virtual.ts'

/** A body that fails as often as told, each time after 1 ms, and says when it was called. */
function flaky(failures: number, log: string[] = [], make = (n: number): unknown => new Error(`no ${n}`)) {
  let calls = 0
  return function* flaky(): Steps<string> {
    const call = ++calls
    log.push(`call ${call} at ${now()}`)
    yield* sleep(1)
    if (call <= failures) throw make(call)
    return `yes ${call}`
  }
}

describe('retry', () => {
  test('calls the body until it succeeds, with the delays between', () => {
    const log: string[] = []
    const ended = play(() => outcome(retry(flaky(2, log), { delay: [10, 20] })))
    expect(log).toEqual(['call 1 at 0', 'call 2 at 11', 'call 3 at 32'])
    expect(ended).toBe('yes 3 at 33')
  })

  test('counts calls: attempts: 3 are three calls, then a RetryError with all errors', () => {
    const log: string[] = []
    const error = play(() => failure<RetryError>(retry(flaky(9, log), { attempts: 3, delay: 10 })))
    expect(log.length).toBe(3)
    expect(error).toBeInstanceOf(RetryError)
    expect(String(error)).toBe(
      'RetryError: flaky failed after 3 attempts in 23 ms (no attempts are left): Error: no 3',
    )
    expect(error.errors.map(String)).toEqual(['Error: no 1', 'Error: no 2', 'Error: no 3'])
    expect([error.cause, error.attempts, error.elapsed, error.reason]).toEqual([
      error.errors[2],
      3,
      23,
      'attempts',
    ])
  })

  test('makes four calls by default, with exponential delays and full jitter', () => {
    const log: string[] = []
    const error = play(() => failure<RetryError>(retry(flaky(9, log), { random: () => 0.5 })))
    expect(log).toEqual(['call 1 at 0', 'call 2 at 51', 'call 3 at 152', 'call 4 at 353'])
    expect(error.attempts).toBe(4)
  })

  test('ends with the schedule: a list of two delays makes three calls', () => {
    const log: string[] = []
    play(() => failure(retry(flaky(9, log), { delay: [1, 1] })))
    expect(log.length).toBe(3)
    const error = play(() =>
      failure<RetryError>(retry(flaky(9), { attempts: 9, delay: constant(1).take(1) })),
    )
    expect([error.reason, error.attempts]).toEqual(['delays', 2])
  })

  test('hands on what is thrown, undefined too, as it is if there is only one attempt', () => {
    const thrown = play(() =>
      failure(
        retry(
          flaky(9, [], () => undefined),
          { attempts: 1 },
        ),
      ),
    )
    expect(thrown).toBe(undefined)
    const error = play(() =>
      failure<RetryError>(
        retry(
          flaky(9, [], () => undefined),
          { attempts: 2, delay: 1 },
        ),
      ),
    )
    expect(error.errors).toEqual([undefined, undefined])
    expect(error.message).toContain('undefined')
  })

  test('throws an error that is not retried as it is', () => {
    const log: string[] = []
    const error = play(() =>
      failure(retry(flaky(9, log), { retryIf: (error) => (error as Error).message !== 'no 2', delay: 1 })),
    )
    expect([String(error), log.length]).toEqual(['Error: no 2', 2])
  })

  test('stops after giveUp(): nothing runs after it has ended', () => {
    const log: string[] = []
    play(function* (): Steps {
      const error = yield* failure(
        retry(
          function* (attempt): Steps {
            log.push(`call ${attempt.number} after ${attempt.lastError}`)
            yield* sleep(1)
            if (attempt.number === 2) attempt.giveUp()
            throw new Error(`no ${attempt.number}`)
          },
          { attempts: 9, delay: 5 },
        ),
      )
      expect(String(error)).toBe('Error: no 2')
      yield* sleep(10_000)
    })
    expect(log).toEqual(['call 1 after undefined', 'call 2 after Error: no 1'])
  })

  test('a value is returned after giveUp(), too', () => {
    const value = play(() =>
      retry(function* (attempt): Steps<string> {
        attempt.giveUp()
        return 'all the same'
      }),
    )
    expect(value).toBe('all the same')
  })
})

describe('a deadline', () => {
  test('of an attempt is an error like others', () => {
    const log: string[] = []
    const slow = coroutine(function* slow() {
      log.push(`call at ${now()}`)
      yield* sleep(log.length < 3 ? 1000 : 10, 'done')
      return 'done'
    })
    expect(play(() => outcome(retry(slow, { timeout: 50, delay: 5 })))).toBe('done at 120')
    expect(log).toEqual(['call at 0', 'call at 55', 'call at 110'])
  })

  test('of everything cuts a running attempt', () => {
    const error = play(function* (): Steps<RetryError> {
      const error = yield* failure<RetryError>(retry(() => sleep(1000), { maxElapsed: 100, name: 'load' }))
      expect(now()).toBe(100)
      return error
    })
    expect(error.reason).toBe('maxElapsed')
    expect(error.cause).toBeInstanceOf(TimeoutError)
    expect(error.message).toBe(
      "load failed after 1 attempt in 100 ms (maxElapsed is 100 ms): TimeoutError: 'load' timed out after 100 ms",
    )
  })

  test('of everything is never slept past: it gives up before the delay', () => {
    const log: string[] = []
    const error = play(function* (): Steps<RetryError> {
      const error = yield* failure<RetryError>(
        retry(flaky(9, log), { delay: 50, maxElapsed: 100, attempts: 9 }),
      )
      expect(now()).toBe(52)
      return error
    })
    expect(log.length).toBe(2)
    expect(error.message).toContain('(a delay of 50 ms would pass maxElapsed, 100 ms)')
  })

  test('does not lose a value that arrives in the same turn', () => {
    expect(play(() => outcome(retry(() => sleep(100, 'in time'), { maxElapsed: 100 })))).toBe(
      'in time at 100',
    )
    expect(play(() => outcome(retry(() => sleep(100, 'in time'), { timeout: 100 })))).toBe('in time at 100')
  })
})

describe('a cancel', () => {
  test('during the delay ends it in that turn, and the timer is gone', () => {
    play(function* (loop?: unknown): Steps {
      void loop
      const task = createTask(retry(flaky(9), { delay: 60_000, name: 'load' }))
      yield* sleep(10)
      expect(describedWait(task)).toBe('retry of load (attempt 2 of 4 at 60001 ms, after Error: no 1)')
      task.cancel('enough')
      expect(yield* outcome(task)).toBe('CancelledError: enough at 10')
    })
  })

  test('is never retried, also when retryIf says true', () => {
    const log: string[] = []
    const asked: unknown[] = []
    play(function* (): Steps {
      const task = createTask(retry(flaky(9, log), { retryIf: (error) => asked.push(error) > 0, delay: 1 }))
      yield* sleep(0.5)
      task.cancel()
      expect(yield* failure(task)).toBeInstanceOf(CancelledError)
      yield* sleep(100)
    })
    expect([log.length, asked]).toEqual([1, []])
  })

  test('that the body turned into another error is not retried', () => {
    const log: string[] = []
    play(function* (): Steps {
      const task = createTask(
        retry(function* (): Steps {
          log.push('call')
          try {
            yield* sleep(100)
          } catch (error) {
            throw new Error('connection lost', { cause: error })
          }
        }),
      )
      yield* sleep(1)
      task.cancel()
      expect(yield* outcome(task)).toBe('Error: connection lost at 1')
      yield* sleep(10_000)
    })
    expect(log).toEqual(['call'])
  })

  test('in the turn in which the attempt succeeds wins, and no hook is called', () => {
    const hooks: unknown[] = []
    play(function* (): Steps {
      const task = createTask(retry(() => sleep(10, 'value'), { onRetry: (error) => hooks.push(error) }))
      yield* sleep(10)
      task.cancel()
      expect(yield* failure(task)).toBeInstanceOf(CancelledError)
    })
    expect(hooks).toEqual([])
  })

  test('of a task that the body awaits is not retried, either', () => {
    const error = play(() =>
      failure(
        retry(function* (): Steps {
          const task = createTask(sleep(100))
          yield* sleep(0)
          task.cancel()
          yield* task
        }),
      ),
    )
    expect(error).toBeInstanceOf(CancelledError)
  })

  test('of a timeout around it is that timeout', () => {
    const error = play(() => failure(timeout(25, () => retry(flaky(99), { delay: 10, attempts: 99 }))))
    expect(error).toBeInstanceOf(TimeoutError)
  })
})

describe('retryAfter', () => {
  const asking = (retryAfter: unknown) => flaky(1, [], () => Object.assign(new Error('busy'), { retryAfter }))
  const epoch = Date.UTC(2026, 10, 1)
  const waited = (retryAfter: unknown): string =>
    play(() => outcome(retry(asking(retryAfter), { delay: 7 })), { epoch })

  test.each([
    [250, 'yes 2 at 252'],
    ['2', 'yes 2 at 2002'],
    ['Sun, 01 Nov 2026 00:00:10 GMT', 'yes 2 at 10001'],
    ['Sat, 31 Oct 2026 00:00:00 GMT', 'yes 2 at 2'],
    [-5, 'yes 2 at 2'],
    ['-5', 'yes 2 at 2'],
    ['soon', 'yes 2 at 9'],
    ['', 'yes 2 at 9'],
    [Number.NaN, 'yes 2 at 9'],
    [null, 'yes 2 at 9'],
  ])('%s is understood, or counts as nothing said', (value, ended) => {
    expect(waited(value)).toBe(ended)
  })

  test('of two hours is not waited for: it gives up and says why', () => {
    const error = play(() => failure<RetryError>(retry(asking('7200'), { delay: 7 })))
    expect([error.reason, error.message]).toEqual([
      'retryAfter',
      'flaky failed after 1 attempt in 1 ms (the error asks to wait 7200000 ms, and maxRetryAfter is 60000 ms): Error: busy',
    ])
    expect(play(() => failure<RetryError>(retry(asking(Infinity))), {}).reason).toBe('retryAfter')
    expect(play(() => outcome(retry(asking(7_200_000), { maxRetryAfter: Infinity })))).toBe(
      'yes 2 at 7200002',
    )
    expect(play(() => failure<RetryError>(retry(asking(500), { maxElapsed: 400 }))).reason).toBe('maxElapsed')
  })

  test('that throws when it is read counts as nothing said', () => {
    const broken = flaky(1, [], () => ({
      get retryAfter(): number {
        throw new Error('no')
      },
    }))
    expect(play(() => outcome(retry(broken, { delay: 7 })))).toBe('yes 2 at 9')
  })
})

describe('hooks', () => {
  test('onRetry is told of each failure before its delay, not of the last one', () => {
    const told: unknown[] = []
    play(() =>
      failure(
        retry(flaky(9), {
          attempts: 3,
          delay: [5, 6],
          onRetry: (error, info) => told.push([String(error), info]),
        }),
      ),
    )
    expect(told).toEqual([
      ['Error: no 1', { attempt: 1, delay: 5, elapsed: 1 }],
      ['Error: no 2', { attempt: 2, delay: 6, elapsed: 7 }],
    ])
  })

  test('that throw go to the exception handler, and the retry goes on', () => {
    const onRetry = (): never => {
      throw new Error('bad hook')
    }
    let ended = ''
    const reported = reportsOf(function* (): Steps {
      ended = yield* outcome(retry(flaky(1), { delay: 5, onRetry }))
    })
    expect([ended, reported]).toEqual(['yes 2 at 7', ['error in onRetry of retry(): Error: bad hook']])
  })

  test('retryIf that throws, or answers neither true nor false, is reported, and the real error comes out', () => {
    const bad = [
      () => {
        throw new Error('bad hook')
      },
      () => undefined,
      function* () {},
    ]
    const reported = reportsOf(function* (): Steps {
      for (const retryIf of bad) {
        const error = yield* failure(retry(flaky(1), { retryIf: retryIf as never }))
        expect(String(error)).toBe('Error: no 1')
      }
    })
    expect(reported).toEqual([
      'error in retryIf of retry(): Error: bad hook',
      'error in retryIf of retry(): TypeError: Expected retryIf of retry() to return true or false, got undefined',
      'error in retryIf of retry(): TypeError: Expected retryIf of retry() to be a plain function that does not wait, got a Generator',
    ])
  })
})

describe('a schedule that the user made', () => {
  test('is closed at the end, and begins anew for the next retry', () => {
    const log: string[] = []
    const schedule = new Schedule(function* () {
      try {
        yield 1
        yield 2
      } finally {
        log.push('closed')
      }
    })
    for (let i = 0; i < 2; i++) play(() => outcome(retry(flaky(1, log), { delay: schedule })))
    expect(log).toEqual(['call 1 at 0', 'call 2 at 2', 'closed', 'call 1 at 0', 'call 2 at 2', 'closed'])
  })

  test('with a delay that nobody can wait is refused by name, with the real error as the cause', () => {
    const error = play(() => failure<Error>(retry(flaky(9), { delay: [-1] })))
    expect([error.message, String(error.cause)]).toEqual([
      'Expected each of the delays of retry() in milliseconds, 0 or more and finite, got -1',
      'Error: no 1',
    ])
  })

  test('jitter of the options shortens it', () => {
    const log: string[] = []
    play(() => failure(retry(flaky(9, log), { delay: [100, 100], jitter: 'equal', random: seeded() })))
    const times = log.map((line) => Number(line.split(' ').at(-1)))
    expect(times[1]).toBeGreaterThan(50)
    expect(times[1]).toBeLessThan(101)
  })
})

describe('retry refuses by name', () => {
  const body = function* (): Steps {}
  test.each<[() => unknown, string]>([
    [() => retry(5 as never), 'Expected the body of retry(), a function, got the number 5'],
    [
      () => retry(sleep(1) as never),
      'Expected the body of retry(), a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => retry(body, 3 as never),
      'Expected the options of retry() as an object, { attempts, delay, jitter, retryIf, timeout, maxElapsed, maxRetryAfter, budget, onRetry, name, random }, got the number 3',
    ],
    [
      () => retry(body, { attempts: 0 }),
      'Expected the option attempts of retry() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => retry(body, { attempts: '3' as never }),
      'Expected the option attempts of retry() to be a whole number of at least 1, or Infinity, got the string "3"',
    ],
    [
      () => retry(body, { delay: -1 }),
      'Expected the option delay of retry() in milliseconds, 0 or more, got -1',
    ],
    [
      () => retry(body, { delay: 'long' as never }),
      'Expected the option delay of retry() as a number of milliseconds, a list or a schedule, got the string "long"',
    ],
    [
      () => retry(body, { jitter: 'none' as never }),
      "Expected the option jitter of retry() to be 'full', 'equal' or 'decorrelated', got the string \"none\"",
    ],
    [
      () => retry(body, { timeout: 0 }),
      'Expected the option timeout of retry() in milliseconds, more than 0, got 0',
    ],
    [
      () => retry(body, { budget: {} as never }),
      'Expected the option budget of retry() to be a RetryBudget, which calls share: pass new RetryBudget()',
    ],
    [
      () => retry(body, { onRetry: 'log' as never }),
      'Expected the option onRetry of retry() to be a function, got the string "log"',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('a body that returns nothing to await, without a second attempt', () => {
    const log: string[] = []
    const error = play(() =>
      failure<Error>(retry((() => log.push('call')) as never, { attempts: 3, delay: 1 })),
    )
    expect([error.message, log]).toEqual([
      'Expected the body of retry() to return something to await, a coroutine or a future, got the number 1: write it as function*',
      ['call'],
    ])
  })
})
