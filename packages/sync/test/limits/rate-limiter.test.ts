import { coroutine, createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { RateLimiter } from '@acoro/sync'
import { injectCancelEverywhere, VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

const call = coroutine(function* call(limiter: RateLimiter, name: string, log: string[], weight?: number) {
  yield* limiter.acquire(weight)
  log.push(`${name} at ${getRunningLoop().time()}`)
})

describe('a rate limiter', () => {
  test('lets a burst through, then one each time a token comes back', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 2, interval: 1000 })
      yield* wait([...'abcd'].map((name) => createTask(call(limiter, name, log))))
      yield* sleep(10_000)
      yield* wait([...'efg'].map((name) => createTask(call(limiter, name, log))))
    })
    expect(log).toEqual([
      'a at 0',
      'b at 0',
      'c at 500',
      'd at 1000',
      'e at 11000',
      'f at 11000',
      'g at 11500',
    ])
  })

  test('keeps as many as its burst says', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 10, interval: 1000, burst: 1 })
      yield* wait([...'abc'].map((name) => createTask(call(limiter, name, log))))
    })
    expect(log).toEqual(['a at 0', 'b at 100', 'c at 200'])
  })

  test('does not let small requests past a large one, and serves them when it gives up', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 4, interval: 400, name: 'api' })
      yield* call(limiter, 'first', log, 3)
      const large = createTask(call(limiter, 'large', log, 4))
      const small = createTask(call(limiter, 'small', log))
      yield* sleep(50)
      expect([log.length, limiter.tryAcquire()]).toEqual([1, false])
      expect(describedWait(small)).toBe('RateLimiter.acquire on api (4 in 400 ms, 2 waiting)')
      large.cancel()
      yield* small
    })
    expect(log).toEqual(['first at 0', 'small at 50'])
  })

  test('takes no token that is not there', () => {
    play(function* () {
      const limiter = new RateLimiter({ limit: 2, interval: 1000 })
      expect([limiter.tryAcquire(2), limiter.tryAcquire()]).toEqual([true, false])
      yield* sleep(499)
      expect(limiter.tryAcquire()).toBe(false)
      yield* sleep(1)
      expect([limiter.tryAcquire(), limiter.tryAcquire()]).toEqual([true, false])
      expect(limiter.statistics()).toEqual({ limit: 2, interval: 1000, burst: 2, waiting: 0 })
    })
  })

  test('loses no token whenever one that waits is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const limiter = new RateLimiter({ limit: 1, interval: 100 })
      const log: string[] = []
      const first = createTask(call(limiter, 'first', log))
      const victim = inject(call(limiter, 'victim', log))
      const last = createTask(call(limiter, 'last', log))
      yield* wait([first, victim, last])
      const time = victim.cancelled() ? 100 : 200
      expect(log.filter((line) => !line.startsWith('victim'))).toEqual(['first at 0', `last at ${time}`])
    })
    expect(moments).toBeGreaterThan(2)
  })

  test('leaves no timer behind when nobody waits', () => {
    using loop = new VirtualLoop()
    const limiter = new RateLimiter({ limit: 1, interval: 1000 })
    loop.runSync(function* () {
      yield* limiter.acquire()
      const waiter = createTask(limiter.acquire())
      yield* sleep(1)
      waiter.cancel()
      yield* wait([waiter])
    })
    expect([loop.time(), limiter.statistics().waiting]).toEqual([1, 0])
  })

  test('belongs to the loop whose clock it has read', () => {
    const limiter = new RateLimiter({ limit: 2, interval: 1000 })
    play(() => limiter.acquire())
    expect(() => play(() => limiter.acquire())).toThrow('is bound to a different event loop')
  })

  test('refuses options that mean nothing', () => {
    expect(() => new RateLimiter({ limit: 0, interval: 1 })).toThrow(
      new RangeError('Expected the limit of a RateLimiter, a whole number of at least 1, got 0'),
    )
    expect(() => new RateLimiter({ limit: 1, interval: 0 })).toThrow(
      new RangeError('Expected the interval of a RateLimiter, more than 0 ms and finite, got 0'),
    )
    expect(() => new RateLimiter({ limit: 1, interval: '1' as never })).toThrow(
      new TypeError('Expected the interval of a RateLimiter in milliseconds, a number, got the string "1"'),
    )
    expect(() => new RateLimiter({ limit: 1, interval: 1, burst: 0 })).toThrow(
      new RangeError('Expected the burst of a RateLimiter, a whole number of at least 1, got 0'),
    )
    expect(() => new RateLimiter(5 as never)).toThrow(
      new TypeError('Expected { limit, interval } for a RateLimiter, got the number 5'),
    )
    expect(() => new RateLimiter({ limit: 1, interval: 1 }).acquire(2)).toThrow(
      new RangeError(
        'Expected at most 1 tokens to use, the burst of <RateLimiter [1 in 1 ms, waiting:0]>, got the number 2',
      ),
    )
  })
})
