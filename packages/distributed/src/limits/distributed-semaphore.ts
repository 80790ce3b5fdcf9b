/**
 * A number of permits for all processes that use a name.
 *
 * The permits that are held stand in a sorted set, by when they run out on the clock of Redis: the clocks of
 * holders may differ. One of a process that died runs out by itself. What is said of DistributedLock holds
 * here, too, except that there is no fencing token.
 */

import { randomUUID } from 'node:crypto'
import { type Coroutine, RuntimeError } from '@acoro/core'
import { countFrom } from '@acoro/core/lowlevel'
import { checkNeeded, durationFrom } from '../base/check.ts'
import { PREFIX } from '../base/keys.ts'
import type { JobResult } from '../jobs/job-types.ts'
import { type Attempt, checkBody, type Held, holding } from './lease.ts'
import { checkLimitArguments, type RedisCommands } from './redis.ts'

export interface DistributedSemaphoreOptions {
  /** How many blocks may run at a time. The same in all processes. */
  limit: number
  /** How long a permit lives without renewal, in ms; 30 000 by default. */
  ttl?: number | undefined
}

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

const TAKE = `${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {0, first[2] - now}
end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, 0}`

const RENEW = `${NOW}
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not ends or tonumber(ends) <= now then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`

const RELEASE = `return redis.call('ZREM', KEYS[1], ARGV[1])`

/**
 * Lets `limit` blocks in at a time, in all processes that use the name. TypeError or RangeError for wrong
 * arguments.
 */
export class DistributedSemaphore {
  readonly name: string
  readonly limit: number
  readonly #held: Held

  constructor(redis: RedisCommands, name: string, options: DistributedSemaphoreOptions) {
    checkLimitArguments(redis, name, 'DistributedSemaphore()')
    checkNeeded(options, 'DistributedSemaphore()', { ttl: durationFrom(100) })
    const { limit, ttl = 30_000 } = options
    countFrom(1)(limit, 'the option limit of DistributedSemaphore()')
    const key = `${PREFIX}:semaphore:${name}`
    this.name = name
    this.limit = limit
    this.#held = {
      what: `a permit of ${name}`,
      ttl,
      take: (token) => redis.eval(TAKE, 1, key, token, ttl, limit) as Promise<Attempt>,
      renew: async (token) => (await redis.eval(RENEW, 1, key, token, ttl)) === 1,
      release: (token) => redis.eval(RELEASE, 1, key, token),
    }
  }

  /** Waits for a permit and runs the block. Everything else is as in `DistributedLock.hold`. */
  hold<R>(body: () => R): Coroutine<JobResult<R>> {
    checkBody(body, 'hold()')
    return holding<JobResult<R>>(this.#held, randomUUID(), () => body(), null)
  }

  /** As `hold`, but if there is no permit it throws RuntimeError at once. */
  holdNowait<R>(body: () => R): Coroutine<JobResult<R>> {
    checkBody(body, 'holdNowait()')
    const refuse = (): never => {
      throw new RuntimeError(`${this} has no permit left`)
    }
    return holding<JobResult<R>>(this.#held, randomUUID(), () => body(), refuse)
  }

  toString(): string {
    return `<DistributedSemaphore ${this.name}, limit ${this.limit}>`
  }
}
