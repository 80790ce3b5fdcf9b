// Limits that change while tasks wait, and lines that are cancelled.

import {
  type CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  getRunningLoop,
  sleep,
  type Task,
  wait,
} from '@acoro/core'
import {
  BoundedSemaphore,
  CapacityLimiter,
  Lock,
  type Permit,
  RateLimiter,
  RLock,
  Semaphore,
  select,
} from '@acoro/sync'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

const now = (): number => getRunningLoop().time()

const call = coroutine(function* call(limiter: RateLimiter, name: string, log: string[], weight?: number) {
  try {
    yield* limiter.acquire(weight)
    log.push(`${name} at ${now()}`)
  } catch (error) {
    log.push(`${name}: ${error} at ${now()}`)
  }
})

function* failure(body: () => Steps<unknown>): Steps<string> {
  try {
    return `no error, but ${yield* body()}`
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe('a rate limiter', () => {
  test('tells how many tokens are left', () => {
    const seen = play(function* () {
      const bucket = new RateLimiter({ limit: 4, interval: 1000 })
      const strict = new RateLimiter({ limit: 4, interval: 1000, strict: true })
      const left = () => [bucket.availableTokens, strict.availableTokens]
      const seen = [left()]
      for (const limiter of [bucket, strict]) yield* limiter.acquire(3)
      seen.push(left())
      yield* sleep(300)
      seen.push(left())
      yield* sleep(700)
      seen.push(left())
      return seen
    })
    expect(seen).toEqual([
      [4, 4],
      [1, 1],
      [2, 1],
      [4, 4],
    ])
  })

  test('a change of the limit times all who wait anew', () => {
    for (const strict of [false, true]) {
      const log: string[] = []
      play(function* () {
        const limiter = new RateLimiter({ limit: 2, interval: 1000, strict })
        const tasks = [...'abcdef'].map((name) => createTask(call(limiter, name, log)))
        yield* sleep(100)
        limiter.change({ limit: 4 })
        yield* wait(tasks)
      })
      // The bucket keeps its 0.2 tokens, and gets one each 250 ms; the window has room for two more at once.
      expect(log).toEqual(
        strict
          ? ['a at 0', 'b at 0', 'c at 100', 'd at 100', 'e at 1000', 'f at 1000']
          : ['a at 0', 'b at 0', 'c at 300', 'd at 550', 'e at 800', 'f at 1050'],
      )
    }
  })

  test('a lower limit and a longer interval hold from now on', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 10, interval: 1000, burst: 1, name: 'api' })
      const tasks = [...'abcd'].map((name) => createTask(call(limiter, name, log)))
      yield* sleep(100)
      limiter.change({ interval: 10_000 })
      log.push(`${limiter} ${limiter.burst}`)
      yield* wait(tasks)
    })
    expect(log).toEqual([
      'a at 0',
      '<RateLimiter api [10 in 10000 ms, waiting:2]> 1',
      'b at 100',
      'c at 1100',
      'd at 2100',
    ])
  })

  test('a request that is larger than a new burst is refused, and those behind it go on', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 4, interval: 1000 })
      yield* limiter.acquire(4)
      const tasks = [createTask(call(limiter, 'large', log, 4)), createTask(call(limiter, 'small', log, 1))]
      yield* sleep(10)
      limiter.change({ limit: 2 })
      yield* wait(tasks)
    })
    expect(log).toEqual([
      'large: RangeError: Expected at most 2 tokens to use, the new burst of <RateLimiter [2 in 1000 ms, waiting:1]>, got 4 at 10',
      'small at 490',
    ])
  })

  test('a wait that would take longer than maxWait is refused at once, with those in line counted', () => {
    const seen = play(function* () {
      const seen: unknown[] = []
      for (const strict of [false, true]) {
        const limiter = new RateLimiter({ limit: 2, interval: 1000, strict })
        yield* limiter.acquire(2)
        const start = now()
        const waiting = createTask(limiter.acquire(2))
        yield* sleep(0)
        seen.push(yield* failure(() => limiter.acquire(1, { maxWait: 1499 }) as never), now() - start)
        seen.push(limiter.statistics().waiting)
        yield* limiter.acquire(1, { maxWait: 2000 })
        seen.push(now() - start)
        yield* waiting
        yield* sleep(5000)
      }
      return seen
    })
    expect(seen).toEqual([
      'WouldBlock: Expected 1 tokens of <RateLimiter [2 in 1000 ms, waiting:1]> within 1499 ms, they will be there in 1500 ms',
      0,
      1,
      1500,
      'WouldBlock: Expected 1 tokens of <RateLimiter [2 in 1000 ms, waiting:1]> within 1499 ms, they will be there in 2000 ms',
      0,
      1,
      2000,
    ])
  })

  test('a cancelled waiter leaves no debt, however often the limit changes', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const limiter = new RateLimiter({ limit: 2, interval: 1000, strict: true })
      yield* limiter.acquire(2)
      const log: string[] = []
      const tasks = [inject(limiter.acquire()), createTask(call(limiter, 'next', log))]
      yield* sleep(100)
      limiter.change({ limit: 1 })
      yield* sleep(100)
      limiter.change({ limit: 3 })
      yield* wait(tasks)
      expect(log[0]).toMatch(/^next at (200|1000)$/)
      yield* sleep(5000)
      expect(limiter.availableTokens).toBe(3)
    })
    expect(moments).toBeGreaterThan(3)
  })

  test('strict: never more than the limit in any interval, by start times', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ gap: fc.integer({ min: 0, max: 400 }), cancel: fc.boolean() }), {
          maxLength: 30,
        }),
        (limit, visits) => {
          const starts: number[] = []
          play(function* () {
            const limiter = new RateLimiter({ limit, interval: 1000, strict: true })
            const tasks: Task<void>[] = []
            for (const { gap, cancel } of visits) {
              yield* sleep(gap)
              const task = createTask(
                (function* (): Steps {
                  yield* limiter.acquire()
                  starts.push(now())
                })(),
              )
              tasks.push(task)
              if (cancel) getRunningLoop().callLater(gap / 2, () => task.cancel())
            }
            if (tasks.length > 0) yield* wait(tasks)
          })
          for (const start of starts) {
            expect(
              starts.filter((other) => other >= start && other < start + 1000).length,
            ).toBeLessThanOrEqual(limit)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('is a case of select, and a loser uses no token', () => {
    const seen = play(function* () {
      const limiter = new RateLimiter({ limit: 1, interval: 1000 })
      const first = yield* select({ token: limiter.acquire(), late: sleep(10) })
      const second = yield* select({ token: limiter.acquire(), late: sleep(10) })
      yield* sleep(990)
      return [first.case, second.case, limiter.availableTokens, limiter.statistics().waiting]
    })
    expect(seen).toEqual(['token', 'late', 1, 0])
  })

  test('wrong changes are refused by name, and change nothing', () => {
    const seen = play(function* () {
      const limiter = new RateLimiter({ limit: 2, interval: 1000, strict: true })
      const bad = (options: unknown): string => {
        try {
          limiter.change(options as never)
        } catch (error) {
          return `${error}`
        }
        return 'accepted'
      }
      const errors = [
        undefined,
        5,
        { limit: 0 },
        { limit: '3' },
        { interval: 0 },
        { interval: Number.NaN },
        { burst: 5 },
      ]
      const seen = errors.map(bad)
      seen.push(yield* failure(() => limiter.acquire(1, { maxWait: 'soon' as never }) as never))
      return [...seen, limiter.limit, limiter.interval, limiter.burst, bad({})]
    })
    expect(seen).toEqual([
      'TypeError: Expected the options of change() of a RateLimiter as an object, { limit, interval, burst }, got undefined',
      'TypeError: Expected the options of change() of a RateLimiter as an object, { limit, interval, burst }, got the number 5',
      'RangeError: Expected the limit of a RateLimiter, a whole number of at least 1, got 0',
      'TypeError: Expected the limit of a RateLimiter, a whole number of at least 1, got the string "3"',
      'RangeError: Expected the interval of a RateLimiter, more than 0 ms and finite, got 0',
      'RangeError: Expected the interval of a RateLimiter in milliseconds, a number, got NaN',
      'RangeError: Expected no burst with strict: true, which lets up to limit tokens go at once, got the number 5',
      'TypeError: Expected the option maxWait of acquire() of a RateLimiter to be a number of milliseconds, got the string "soon"',
      2,
      1000,
      2,
      'accepted',
    ])
  })
})

describe('a capacity limiter', () => {
  test('with a total of 0 is a pause: nobody gets a token until it is raised', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new CapacityLimiter(0)
      const work = function* (name: string): Steps {
        using _token = yield* limiter.acquire()
        log.push(`${name} at ${now()}`)
        yield* sleep(10)
      }
      const tasks = ['a', 'b', 'c'].map((name) => createTask(work(name)))
      yield* sleep(5)
      log.push(`${limiter.availableTokens} ${limiter.tryAcquire('other')}`)
      limiter.totalTokens = 1
      yield* sleep(5)
      limiter.totalTokens = 0
      yield* sleep(100)
      limiter.totalTokens = 2
      yield* wait(tasks)
    })
    expect(log).toEqual(['0 undefined', 'a at 5', 'b at 110', 'c at 110'])
  })

  test('a raised total wakes as many as there is room for, not as many as it was raised by', () => {
    const seen = play(function* () {
      const limiter = new CapacityLimiter(3)
      // eslint-disable-next-line @acoro/no-dropped-permit -- they are given back by their names
      for (const borrower of ['a', 'b', 'c']) limiter.tryAcquire(borrower)
      limiter.totalTokens = 1
      const tasks = [1, 2, 3].map((borrower) => createTask(limiter.acquire(borrower)))
      yield* sleep(1)
      limiter.totalTokens = 3
      yield* sleep(1)
      const none = tasks.filter((task) => task.done()).length
      limiter.totalTokens = 4
      yield* sleep(1)
      const one = tasks.filter((task) => task.done()).length
      for (const task of tasks) task.cancel()
      return [none, one]
    })
    expect(seen).toEqual([0, 1])
  })

  test('a free token that is promised to a woken waiter is refused to tryAcquire, in every order', () => {
    const exploration = explore({ strategy: 'dfs', runs: 2000 }, function* () {
      const limiter = new CapacityLimiter(1)
      const first = yield* limiter.acquire('first')
      const waiter = createTask(limiter.acquire('waiter'))
      while (limiter.statistics().waiting === 0) yield* sleep(1)
      const others = [1, 2].map((borrower) =>
        createTask(
          (function* (): Steps<boolean> {
            return limiter.tryAcquire(borrower) !== undefined
          })(),
        ),
      )
      createTask(
        (function* (): Steps {
          first.release()
          if (limiter.tryAcquire('at once') !== undefined) throw new Error('two hold it')
        })(),
      )
      yield* wait([waiter, ...others])
      if (others.some((other) => other.result())) throw new Error('two hold it')
      if (limiter.borrowedTokens !== 1) throw new Error(`${limiter.borrowedTokens} tokens are lent`)
    })
    expect(exploration.runs).toBeGreaterThan(3)
  })
})

describe('cancelWaiting()', () => {
  const kinds = {
    Lock: () => new Lock(),
    RLock: () => new RLock(),
    Semaphore: () => new Semaphore(1),
    BoundedSemaphore: () => new BoundedSemaphore(1),
    CapacityLimiter: () => new CapacityLimiter(1),
  }

  test.each(Object.entries(kinds))(
    'cancels all who wait for a %s, says by whom, and the line works on',
    (_name, make) => {
      const log = play(function* () {
        const log: string[] = []
        const lock = make()
        const visit = function* (name: string): Steps {
          try {
            using _held = yield* lock.acquire() as Coroutine<Permit>
            log.push(`${name} in at ${now()}`)
            yield* sleep(10)
          } catch (error) {
            const { message, cancelledBy } = error as CancelledError
            log.push(`${name}: ${message} by ${cancelledBy}`)
            throw error
          }
        }
        const tasks = [...'abc'].map((name) => createTask(visit(name)))
        const boss = createTask(
          (function* (): Steps {
            yield* sleep(5)
            log.push(`${lock.cancelWaiting('closing')} cancelled, then ${lock.cancelWaiting()}`)
          })(),
          { name: 'boss' },
        )
        yield* wait([...tasks, boss])
        yield* visit('d')
        return [...log, lock.statistics().waiting, ...tasks.map((task) => task.cancelled())]
      })
      expect(log).toEqual([
        'a in at 0',
        '2 cancelled, then 0',
        'b: closing by boss',
        'c: closing by boss',
        'd in at 10',
        0,
        false,
        true,
        true,
      ])
    },
  )

  test('cancels all who wait for a RateLimiter, and leaves no debt', () => {
    const seen = play(function* () {
      const limiter = new RateLimiter({ limit: 1, interval: 1000 })
      const tasks = [1, 2, 3].map(() => createTask(limiter.acquire()))
      yield* sleep(1)
      const cancelled = limiter.cancelWaiting()
      yield* wait(tasks)
      yield* sleep(999)
      return [cancelled, limiter.availableTokens, tasks.map((task) => task.cancelled())]
    })
    expect(seen).toEqual([2, 1, [false, true, true]])
  })
})
