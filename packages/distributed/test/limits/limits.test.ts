// Locks and limits of one Redis, seen from two connections. These tests run on the real clock: they go by
// that of Redis.

import { CancelledError, createTask, gather, getRunningLoop, run, sleep } from '@acoro/core'
import {
  DistributedLock,
  DistributedRateLimiter,
  DistributedSemaphore,
  LockLostError,
} from '@acoro/distributed'
import { Event } from '@acoro/sync'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RedisServer } from '../../../../scripts/lib/redis-server.ts'
import { failureOf, promised } from '../support/waits.ts'

let server: RedisServer
let here: Redis
let there: Redis
beforeAll(async () => {
  server = await RedisServer.start()
  here = new Redis(server.address)
  there = new Redis(server.address)
})
afterAll(async () => {
  here.disconnect()
  there.disconnect()
  await server[Symbol.asyncDispose]()
})
beforeEach(() => here.flushall())

describe('a DistributedLock', () => {
  it('lets one block in at a time, and its tokens grow', async () => {
    const log: unknown[] = []
    const visit = (redis: Redis, name: string) =>
      new DistributedLock(redis, 'a').hold(function* (token) {
        log.push(`${name} in`)
        yield* sleep(1)
        log.push(`${name} out`)
        return token
      })
    const tokens = await run(() => gather(visit(here, 'x'), visit(there, 'x'), visit(here, 'x')))
    expect(log).toEqual(['x in', 'x out', 'x in', 'x out', 'x in', 'x out'])
    const sorted = [...tokens].sort((a, b) => a - b)
    expect(new Set(sorted).size).toBe(3)
    await here.flushall()
    const later = await run(new DistributedLock(here, 'a').hold((token) => token))
    expect(later).toBeGreaterThan(sorted[2] as number)
  })

  it('is renewed for as long as the block runs', async () => {
    const seen = await run(
      new DistributedLock(here, 'a', { ttl: 2000 }).hold(function* () {
        yield* sleep(2500)
        return yield* failureOf(new DistributedLock(there, 'a').holdNowait(() => 1))
      }),
    )
    expect(String(seen)).toBe('RuntimeError: <DistributedLock a> is held by another block')
  })

  it('cancels the block if somebody else has it', async () => {
    const log: string[] = []
    const error = await run(function* () {
      const held = createTask(
        new DistributedLock(here, 'a', { ttl: 1500 }).hold(function* () {
          yield* promised(there.set('{acoro}:lock:a', 'another'))
          try {
            yield* sleep(60_000)
          } finally {
            log.push('cleaned up')
          }
        }),
      )
      return yield* failureOf(held)
    })
    expect(error).toBeInstanceOf(LockLostError)
    expect((error as Error).message).toBe(
      'the lock a was not renewed in time, so the block that held it was cancelled',
    )
    expect(log).toEqual(['cleaned up'])
    expect(await there.get('{acoro}:lock:a')).toBe('another')
  })

  it('cancels the block by its own clock if Redis does not answer', async () => {
    const error = await run(function* () {
      const held = createTask(
        new DistributedLock(here, 'a', { ttl: 300 }).hold(function* () {
          server.signal('SIGSTOP')
          yield* sleep(60_000)
        }),
      )
      const error = yield* failureOf(held)
      server.signal('SIGCONT')
      return error
    })
    expect(error).toBeInstanceOf(LockLostError)
  })

  it('a waiting task that is cancelled holds nothing, whenever that comes', async () => {
    const free = await run(function* () {
      const errors: unknown[] = []
      for (const turns of [0, 1, 2, 5]) {
        const waiting = createTask(new DistributedLock(here, 'a').hold(() => sleep(60_000)))
        for (let i = 0; i < turns; i++) yield* sleep(0)
        waiting.cancel()
        errors.push(yield* failureOf(waiting))
      }
      expect(errors.every((error) => error instanceof CancelledError)).toBe(true)
      return yield* new DistributedLock(there, 'a').hold(() => 'free')
    })
    expect(free).toBe('free')
  })

  it('refuses an async block, which it could not stop, and is given back', async () => {
    const lock = new DistributedLock(here, 'a')
    await expect(run(lock.hold(async () => 1))).rejects.toThrow(
      'Expected the block to be a function* or to return a coroutine, got a promise: ',
    )
    expect(await run(lock.holdNowait(() => 'free'))).toBe('free')
  })

  it('is given back if the block throws', async () => {
    const lock = new DistributedLock(here, 'a')
    await expect(
      run(
        lock.hold(() => {
          throw new RangeError('in the block')
        }),
      ),
    ).rejects.toThrow(new RangeError('in the block'))
    expect(await run(lock.holdNowait(() => 'free'))).toBe('free')
  })
})

describe('a DistributedSemaphore', () => {
  it('lets as many blocks in as it has permits', async () => {
    const seen = await run(function* () {
      let inside = 0
      let most = 0
      const full = new Event()
      const visit = (redis: Redis) =>
        new DistributedSemaphore(redis, 's', { limit: 2 }).hold(function* () {
          most = Math.max(most, ++inside)
          if (inside === 2) full.set()
          yield* full.wait()
          yield* sleep(1)
          inside--
        })
      yield* gather(visit(here), visit(there), visit(here), visit(there))
      return most
    })
    expect(seen).toBe(2)
  })

  it('gives a permit of a dead process away when it has run out', async () => {
    await here.zadd('{acoro}:semaphore:s', Date.now() + 500, 'a dead process')
    const semaphore = new DistributedSemaphore(there, 's', { limit: 1 })
    const seen = await run(function* () {
      const refused = yield* failureOf(semaphore.holdNowait(() => 1))
      return [String(refused), yield* semaphore.hold(() => 'in')]
    })
    expect(seen).toEqual(['RuntimeError: <DistributedSemaphore s, limit 1> has no permit left', 'in'])
  })
})

describe('a DistributedRateLimiter', () => {
  it('spreads operations evenly, whoever they come from', async () => {
    const times = await run(function* () {
      const rate = { limit: 10, interval: 500 }
      const limiters = [here, there].map((redis) => new DistributedRateLimiter(redis, 'r', rate))
      const loop = getRunningLoop()
      const start = loop.time()
      const times: number[] = []
      for (let i = 0; i < 4; i++) {
        yield* limiters[i % 2]!.acquire()
        times.push(loop.time() - start)
      }
      return times
    })
    // Never early: each after the first has waited for its time, on the clock of Redis.
    expect(times.slice(1).every((time, i) => time >= 50 * (i + 1) - 5)).toBe(true)
  })

  it('lets a burst go at once, and refuses what would wait too long', async () => {
    const limiter = new DistributedRateLimiter(here, 'r', { limit: 1, interval: 60_000, burst: 2 })
    const seen = await run(function* () {
      const first = [yield* limiter.tryAcquire(), yield* limiter.acquire(), yield* limiter.tryAcquire()]
      return [...first, yield* limiter.acquire(1, { maxWait: 1000 })]
    })
    expect(seen).toEqual([true, true, false, false])
  })
})

describe('wrong arguments', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no connection',
      () => new DistributedLock('redis://x' as never, 'a'),
      'Expected the connection of DistributedLock(), a Redis of ioredis, got the string "redis://x"',
    ],
    [
      'a name with a colon',
      () => new DistributedLock(here, 'a:b'),
      'Expected the name of DistributedLock() to be text without «:», got "a:b"',
    ],
    [
      'a time that is too short',
      () => new DistributedLock(here, 'a', { ttl: 1 }),
      'Expected the option ttl of DistributedLock() in milliseconds, 100 or more and finite, got 1',
    ],
    [
      'no block',
      () => new DistributedLock(here, 'a').hold(7 as never),
      'Expected the block of hold(), a function* () { … }, got the number 7',
    ],
    [
      'no permits',
      () => new DistributedSemaphore(here, 's', { limit: 0 }),
      'Expected the option limit of DistributedSemaphore() to be a whole number of at least 1, got 0',
    ],
    [
      'no options',
      () => new DistributedRateLimiter(here, 'r', undefined as never),
      'Expected the options of DistributedRateLimiter() as an object, got undefined',
    ],
    [
      'more than the burst',
      () => new DistributedRateLimiter(here, 'r', { limit: 1, interval: 1000 }).acquire(2),
      'Expected at most 1 operations at once, the burst of <DistributedRateLimiter r>, got 2',
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message)
  })
})
