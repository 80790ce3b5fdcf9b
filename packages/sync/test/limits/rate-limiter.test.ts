import { coroutine, createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { RateLimiter } from '@acoro/sync'
import { injectCancelEverywhere, VirtualLoop } from '@acoro/testing'
import fc from 'fast-check'
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
      expect(limiter.statistics()).toEqual({
        ...{ limit: 2, interval: 1000, burst: 2, strict: false, waiting: 0 },
      })
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
      new TypeError(
        'Expected the options of RateLimiter() as an object, { limit, interval, burst, strict, name }, got the number 5',
      ),
    )
    for (const missing of [{ limit: 1 }, { interval: 1 }]) {
      expect(() => new RateLimiter(missing as never)).toThrow(
        /^Expected the (limit|interval) of a RateLimiter.* got undefined/,
      )
    }
    expect(() => new RateLimiter({ limit: 5, interval: 1, burst: 2, strict: true })).toThrow(
      new RangeError(
        'Expected no burst with strict: true, which lets up to limit tokens go at once, got the number 2',
      ),
    )
    expect(() => new RateLimiter({ limit: 1, interval: 1 }).acquire(2)).toThrow(
      new RangeError(
        'Expected at most 1 tokens to use, the burst of <RateLimiter [1 in 1 ms, waiting:0]>, got the number 2',
      ),
    )
  })
})

/** The largest number of tokens used in any interval that includes its begin and not its end. */
function mostInAWindow(
  grants: readonly (readonly [time: number, weight: number])[],
  interval: number,
): number {
  const used = grants.map(([begin]) =>
    grants.reduce((sum, [time, weight]) => sum + (time >= begin && time < begin + interval ? weight : 0), 0),
  )
  return Math.max(0, ...used)
}

describe('the rate', () => {
  test('of a bucket is exceeded after a pause, by its burst; that of a strict limiter never is', () => {
    const most = [false, true].map((strict) => {
      const grants: [number, number][] = []
      play(function* () {
        const limiter = new RateLimiter({ limit: 10, interval: 1000, strict })
        for (let i = 0; i < 40; i++) {
          yield* limiter.acquire()
          grants.push([getRunningLoop().time(), 1])
        }
      })
      return [mostInAWindow(grants, 1000), grants.at(-1)![0]]
    })
    expect(most).toEqual([
      [19, 3000],
      [10, 3000],
    ])
  })
})

describe('a strict rate limiter', () => {
  test('lets its limit through at once, and each token again when its interval has passed', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 3, interval: 100, strict: true })
      yield* call(limiter, 'a', log)
      yield* sleep(30)
      yield* wait([...'bcdef'].map((name) => createTask(call(limiter, name, log))))
    })
    expect(log).toEqual(['a at 0', 'b at 30', 'c at 30', 'd at 100', 'e at 130', 'f at 130'])
  })

  test('gives back the tokens of a woken task that is cancelled, and only those', () => {
    const log: string[] = []
    play(function* () {
      const limiter = new RateLimiter({ limit: 2, interval: 100, strict: true })
      yield* call(limiter, 'a', log)
      yield* sleep(10)
      yield* call(limiter, 'b', log)
      const [victim, next] = ['victim', 'c'].map((name) => createTask(call(limiter, name, log)))
      getRunningLoop().callAt(100, () => victim!.cancel())
      yield* next!
      expect(limiter.tryAcquire()).toBe(false)
    })
    expect(log).toEqual(['a at 0', 'b at 10', 'c at 100'])
  })

  test('loses no token whenever one that waits is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const limiter = new RateLimiter({ limit: 2, interval: 100, strict: true })
      const log: string[] = []
      const first = createTask(call(limiter, 'first', log, 2))
      const victim = inject(call(limiter, 'victim', log, 2))
      const last = createTask(call(limiter, 'last', log, 2))
      yield* wait([first, victim, last])
      const time = victim.cancelled() ? 100 : 200
      expect(log.filter((line) => !line.startsWith('victim'))).toEqual(['first at 0', `last at ${time}`])
    })
    expect(moments).toBeGreaterThan(2)
  })

  test('uses at most its limit in any interval, and lets each go as soon as that holds', () => {
    const requests = fc.array(fc.record({ after: fc.nat(60), weight: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(requests, (list) => {
        const grants: [number, number][] = []
        const expected: [number, number][] = []
        play(function* () {
          const limiter = new RateLimiter({ limit: 4, interval: 100, strict: true })
          const asked = coroutine(function* asked(weight: number) {
            yield* limiter.acquire(weight)
            grants.push([getRunningLoop().time(), weight])
          })
          let earliest = 0
          for (const { after, weight } of list) {
            yield* sleep(after)
            createTask(asked(weight))
            // The model: the first millisecond, from the last grant on, at which it fits.
            let time = Math.max(earliest, getRunningLoop().time())
            while (mostInAWindow([...expected, [time, weight]], 100) > 4) time++
            expected.push([time, weight])
            earliest = time
          }
          yield* sleep(10_000)
        })
        expect(grants).toEqual(expected)
      }),
    )
  })
})
