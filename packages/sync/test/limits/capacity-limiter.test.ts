import { asyncWith, coroutine, createTask, RuntimeError, sleep, wait } from '@acoro/core'
import { CapacityLimiter } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

const work = coroutine(function* work(limiter: CapacityLimiter, name: string, log: string[]) {
  using _token = yield* limiter.acquire()
  log.push(`${name} works`)
  yield* sleep(10)
})

describe('a capacity limiter', () => {
  test('lends at once to those who wait when it is made larger, and less when it is made smaller', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new CapacityLimiter(1)
      const tasks = ['a', 'b', 'c'].map((name) => createTask(work(limiter, name, log)))
      yield* sleep(1)
      limiter.totalTokens = 3
      yield* sleep(1)
      expect(log).toEqual(['a works', 'b works', 'c works'])
      limiter.totalTokens = 1
      expect([limiter.borrowedTokens, limiter.availableTokens]).toEqual([3, 0])
      expect(limiter.tryAcquire()).toBeUndefined()
      yield* wait(tasks)
      expect([limiter.borrowedTokens, limiter.availableTokens]).toEqual([0, 1])
    })
  })

  test('knows who has a token', () => {
    play(function* () {
      const limiter = new CapacityLimiter(2, { name: 'threads' })
      const task = createTask(work(limiter, 'a', []), { name: 'worker' })
      const job = { name: 'job' }
      yield* limiter.acquire(job)
      yield* sleep(1)
      expect(limiter.statistics()).toEqual({
        totalTokens: 2,
        borrowedTokens: 2,
        borrowers: ['job', 'worker'],
        waiting: 0,
      })
      expect(`${limiter}`).toBe('<CapacityLimiter threads [2 of 2 lent, waiting:0]>')
      limiter.release(job)
      yield* task
    })
  })

  test('lends to a borrower once', () => {
    play(function* () {
      const limiter = new CapacityLimiter(1)
      const [job, other] = [{ name: 'job' }, { name: 'other' }]
      yield* limiter.acquire(job)
      expect(() => limiter.tryAcquire(job)).toThrow(
        new RuntimeError('job has a token of <CapacityLimiter [1 of 1 lent, waiting:0]> already'),
      )
      const waiter = createTask(limiter.acquire(other))
      yield* sleep(1)
      expect(() => limiter.tryAcquire(other)).toThrow(
        new RuntimeError('other waits for a token of <CapacityLimiter [1 of 1 lent, waiting:1]> already'),
      )
      waiter.cancel()
      yield* wait([waiter])
      expect(limiter.tryAcquire(other)).toBeUndefined()
    })
  })

  test('takes back only what it has lent', () => {
    play(function* () {
      const limiter = new CapacityLimiter(1)
      expect(() => limiter.release('job')).toThrow(
        new RuntimeError(
          'Expected a borrower with a token of <CapacityLimiter [0 of 1 lent, waiting:0]>, got the string "job", which has none',
        ),
      )
      const permit = yield* limiter.acquire()
      limiter.release()
      permit.release()
      expect(limiter.borrowedTokens).toBe(0)
    })
  })

  test('takes back a token once: the old permit of a borrower does not return its new token', () => {
    play(function* () {
      const limiter = new CapacityLimiter(1)
      const first = yield* limiter.acquire()
      limiter.release()
      const second = yield* limiter.acquire()
      first.release()
      expect([limiter.borrowedTokens, first.released, second.released]).toEqual([1, true, false])
      second.release()
      expect(limiter.borrowedTokens).toBe(0)
    })
  })

  test('names any borrower in its statistics', () => {
    const throwing = {
      get name() {
        throw new Error('no name')
      },
    }
    const limiter = new CapacityLimiter(3)
    for (const borrower of [throwing, Object.create(null), 'job']) limiter.tryAcquire(borrower)
    expect(limiter.statistics().borrowers).toEqual(['an object', 'an object', 'the string "job"'])
  })

  test('needs a borrower by name outside of tasks', () => {
    expect(() => new CapacityLimiter(1).tryAcquire()).toThrow(
      new RuntimeError('Expected a borrower: no task is running here, so name one'),
    )
    expect(new CapacityLimiter(1).tryAcquire('job')).toBeDefined()
  })

  test('lends for the block of an asyncWith', () => {
    play(function* () {
      const limiter = new CapacityLimiter(1)
      yield* asyncWith(limiter, function* () {
        expect(limiter.borrowedTokens).toBe(1)
      })
      expect(limiter.borrowedTokens).toBe(0)
    })
  })

  test('loses no token whenever a borrower is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const limiter = new CapacityLimiter(2)
      const log: string[] = []
      const tasks = [
        createTask(work(limiter, 'a', log)),
        createTask(work(limiter, 'b', log)),
        inject(work(limiter, 'victim', log)),
        createTask(work(limiter, 'c', log)),
        createTask(work(limiter, 'd', log)),
      ]
      yield* wait(tasks)
      expect(log.filter((line) => !line.startsWith('victim'))).toEqual([
        ...['a works', 'b works', 'c works', 'd works'],
      ])
      expect(limiter.statistics()).toMatchObject({ borrowedTokens: 0, waiting: 0 })
    })
    expect(moments).toBeGreaterThan(3)
  })

  test('refuses a number of tokens that means nothing', () => {
    const message = 'Expected the tokens of a CapacityLimiter, a whole number of at least 0, got -1'
    expect(() => new CapacityLimiter(-1)).toThrow(new RangeError(message))
    const limiter = new CapacityLimiter(Number.POSITIVE_INFINITY)
    expect(() => {
      limiter.totalTokens = -1
    }).toThrow(new RangeError(message))
  })
})
