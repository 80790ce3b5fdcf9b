/**
 * Mutual exclusion between processes, as far as one Redis can promise it.
 *
 * A lock in Redis runs out by itself, or a dead holder would keep it for ever. So a holder that stands still
 * for too long can meet the next one: its block is cancelled by its own clock, but what it sent before may
 * still arrive. Only the resource can refuse that, by the fencing token: a number that grows with each
 * holder. And a failover to a replica that lags can give the lock twice. So this lock saves work that is done
 * twice; where two holders do harm, check the token.
 */

import { randomUUID } from 'node:crypto'
import { type Coroutine, RuntimeError } from '@acoro/core'
import { checkOptions } from '@acoro/core/lowlevel'
import { durationFrom } from '../base/check.ts'
import { PREFIX } from '../base/keys.ts'
import type { JobResult } from '../jobs/job-types.ts'
import { type Attempt, checkBody, type Held, holding } from './lease.ts'
import { checkLimitArguments, type RedisCommands } from './redis.ts'

export interface DistributedLockOptions {
  /** How long the lock lives without renewal, in ms; 30 000 by default. */
  ttl?: number | undefined
}

/** The counter begins at the time of Redis in µs, so tokens go on growing if Redis loses its data. */
const TAKE = `
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return {0, redis.call('PTTL', KEYS[1])}
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  local time = redis.call('TIME')
  redis.call('SET', KEYS[2], string.format('%.0f', time[1] * 1000000 + time[2]))
end
return {1, redis.call('INCR', KEYS[2])}`

const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/**
 * Lets one block in at a time, in all processes that use the name. TypeError or RangeError for wrong
 * arguments.
 *
 * It is for efficiency. If two holders do harm, let what they write to refuse a fencing token that is lower
 * than one it has seen.
 */
export class DistributedLock {
  readonly name: string
  readonly #held: Held

  constructor(redis: RedisCommands, name: string, options: DistributedLockOptions = {}) {
    checkLimitArguments(redis, name, 'DistributedLock()')
    checkOptions(options, 'DistributedLock()', { ttl: durationFrom(100) })
    const { ttl = 30_000 } = options
    const key = `${PREFIX}:lock:${name}`
    this.name = name
    this.#held = {
      what: `the lock ${name}`,
      ttl,
      take: (token) => redis.eval(TAKE, 2, key, `${key}:fence`, token, ttl) as Promise<Attempt>,
      renew: async (token) => (await redis.eval(RENEW, 1, key, token, ttl)) === 1,
      release: (token) => redis.eval(RELEASE, 1, key, token),
    }
  }

  /**
   * Waits for the lock and runs the block with its fencing token. The lock is renewed meanwhile. If it cannot
   * be, the block is cancelled before the lock runs out, and LockLostError is thrown. Not fair: a waiting
   * task asks again and again. If cancelled, it holds nothing.
   */
  hold<R>(body: (fencingToken: number) => R): Coroutine<JobResult<R>> {
    checkBody(body, 'hold()')
    return holding<JobResult<R>>(this.#held, randomUUID(), body, null)
  }

  /** As `hold`, but if the lock is not free it throws RuntimeError at once. */
  holdNowait<R>(body: (fencingToken: number) => R): Coroutine<JobResult<R>> {
    checkBody(body, 'holdNowait()')
    const refuse = (): never => {
      throw new RuntimeError(`${this} is held by another block`)
    }
    return holding<JobResult<R>>(this.#held, randomUUID(), body, refuse)
  }

  toString(): string {
    return `<DistributedLock ${this.name}>`
  }
}
