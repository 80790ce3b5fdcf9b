/**
 * Says that a worker lives, for callers that would wait for nobody.
 *
 * The workers of a queue stand in a sorted set, each with the time until which that counts, on the clock of
 * Redis. The set is there as long as one of them lives.
 */

import type { Redis } from 'ioredis'

/** How long a worker counts without a word from it, and how often it gives one, in ms. */
const COUNTS = 30_000
const EVERY = 10_000

const HERE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])`

export class Presence {
  readonly #redis: Redis
  readonly #key: string
  readonly #worker: string
  readonly #warn: (error: unknown) => void
  readonly #onReady = () => this.#tell()
  #timer: NodeJS.Timeout | undefined

  constructor(redis: Redis, key: string, worker: string, warn: (error: unknown) => void) {
    this.#redis = redis
    this.#key = key
    this.#worker = worker
    this.#warn = warn
  }

  begin(): void {
    this.#tell()
    this.#timer = setInterval(() => this.#tell(), EVERY)
    // Redis may have come back without its data.
    this.#redis.on('ready', this.#onReady)
  }

  /** The worker takes no more jobs. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    this.#redis.off('ready', this.#onReady)
    if (this.#redis.status === 'ready') await this.#redis.zrem(this.#key, this.#worker)
  }

  #tell(): void {
    this.#redis.eval(HERE, 1, this.#key, this.#worker, COUNTS).catch(this.#warn)
  }
}
