/**
 * A rate for all processes that use a name, by GCRA: one number in Redis, the time at which the next
 * operation is due.
 *
 * A task takes its place at once and then sleeps until its time comes, so nobody asks twice, and first come
 * is first served. All times are those of Redis. The trade-off: the place of a task that is cancelled while
 * it sleeps stays empty.
 */

import { type Coroutine, coroutine, sleep } from '@acoro/core'
import { checkOptions, countFrom } from '@acoro/core/lowlevel'
import { checkNeeded, durationFrom } from '../base/check.ts'
import { PREFIX } from '../base/keys.ts'
import { settled } from '../base/settled.ts'
import { checkLimitArguments, type RedisCommands } from './redis.ts'

export interface DistributedRateLimiterOptions {
  /** The number of operations in `interval`. */
  limit: number
  /** In ms. */
  interval: number
  /** How many may go at once after a pause; 1 by default, so they are spread evenly. */
  burst?: number | undefined
}

/**
 * The time until the place that was taken, in µs; -1 if that is more than allowed, and no place was taken.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each, burst, weight, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + each * weight
local wait = math.max(0, due - each * burst - now)
if most >= 0 and wait > most then return -1 end
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil((due - now) / 1000))
return math.ceil(wait)`

/**
 * Lets `limit` operations through per `interval` (ms), in all processes that use the name, in order of
 * arrival. TypeError or RangeError for wrong arguments.
 */
export class DistributedRateLimiter {
  readonly name: string
  readonly #redis: RedisCommands
  readonly #key: string
  /** The time that one operation takes up, in µs. */
  readonly #each: number
  readonly #burst: number

  constructor(redis: RedisCommands, name: string, options: DistributedRateLimiterOptions) {
    checkLimitArguments(redis, name, 'DistributedRateLimiter()')
    checkNeeded(options, 'DistributedRateLimiter()', { burst: countFrom(1) })
    const { limit, interval, burst = 1 } = options
    countFrom(1)(limit, 'the option limit of DistributedRateLimiter()')
    durationFrom(1)(interval, 'the option interval of DistributedRateLimiter()')
    this.name = name
    this.#redis = redis
    this.#key = `${PREFIX}:rate:${name}`
    this.#each = (interval * 1000) / limit
    this.#burst = burst
  }

  /**
   * Takes the place of `weight` operations and waits until it comes. With `maxWait` (ms) it takes none that
   * is later, and returns false. If cancelled, its place stays empty. RangeError for more than `burst`.
   */
  acquire(weight = 1, options: { maxWait?: number | undefined } = {}): Coroutine<boolean> {
    countFrom(1)(weight, 'the operations')
    if (weight > this.#burst) {
      throw new RangeError(
        `Expected at most ${this.#burst} operations at once, the burst of ${this}, got ${weight}`,
      )
    }
    checkOptions(options, 'acquire()', { maxWait: durationFrom(0) })
    const most = options.maxWait === undefined ? -1 : options.maxWait * 1000
    return take(() => this.#redis.eval(TAKE, 1, this.#key, this.#each, this.#burst, weight, most), `${this}`)
  }

  /** Takes the place of `weight` operations if it is now. Returns whether it did. */
  tryAcquire(weight = 1): Coroutine<boolean> {
    return this.acquire(weight, { maxWait: 0 })
  }

  toString(): string {
    return `<DistributedRateLimiter ${this.name}>`
  }
}

const take = coroutine(function* acquire(ask: () => Promise<unknown>, what: string) {
  const wait = Number(yield* settled(ask(), what))
  if (wait < 0) return false
  yield* sleep(wait / 1000)
  return true
})
