/**
 * So many in so much time: a token bucket on the loop's clock.
 *
 * `limit` tokens come back evenly over `interval` ms, at most `burst` are kept. No timer ticks to refill it: the state is
 * one instant, the time at which the bucket would be full again, and a single timer runs while somebody waits. First come,
 * first served, so a request for many tokens is not starved by small ones. Unlike a window («at most 10 in this
 * minute»), a bucket lets no double burst through at the window's edge.
 */

import type { Coroutine, EventLoop, Suspension, TimerHandle } from '@acoro/core'
import { checkMilliseconds, describeValue, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface RateLimiterOptions extends NamedOptions {
  /** How many in `interval`. */
  limit: number
  /** In ms. */
  interval: number
  /** How many may go at once after a pause; `limit` unless given. */
  burst?: number | undefined
}

export interface RateLimiterStatistics {
  limit: number
  interval: number
  burst: number
  waiting: number
}

/**
 * Lets `limit` in per `interval` (ms), in the order they came. RangeError for a limit or burst below 1 and an interval of 0
 * or less.
 *
 * @example
 * ```ts
 * const limiter = new RateLimiter({ limit: 2, interval: 1000 })
 * await run(function* main() {
 *   const start = getRunningLoop().time()
 *   const times: number[] = []
 *   for (let i = 0; i < 4; i++) {
 *     yield* limiter.acquire()
 *     times.push(getRunningLoop().time() - start)
 *   }
 *   return times
 * }) // => [0, 0, 500, 1000]
 * ```
 */
export class RateLimiter extends Primitive {
  readonly limit: number
  readonly interval: number
  readonly burst: number
  /** In how many ms a token comes back. */
  readonly #period: number
  /** When the bucket will be full: it lacks (fullAt - now) / period tokens. */
  #fullAt = Number.NEGATIVE_INFINITY
  #timer: TimerHandle | null = null
  /** @internal Each asks for a number of tokens. */
  readonly _queue: WaitQueue<void, number> = new WaitQueue<void, number>({
    describe: () =>
      this._describe('acquire', `${this.limit} in ${this.interval} ms, ${this._queue.size} waiting`),
    // Settled in `_left`, which knows how many tokens it were.
    onReturned: () => {},
  })

  constructor(options: RateLimiterOptions) {
    if (typeof options !== 'object' || options === null) {
      throw new TypeError(`Expected { limit, interval } for a RateLimiter, got ${describeValue(options)}`)
    }
    super(options)
    const { limit, interval, burst = limit } = options
    checkCount(limit, 'the limit of a RateLimiter', 1)
    checkMilliseconds(interval, 'the interval of a RateLimiter')
    if (interval <= 0 || interval === Number.POSITIVE_INFINITY) {
      throw new RangeError(
        `Expected the interval of a RateLimiter, more than 0 ms and finite, got ${interval}`,
      )
    }
    checkCount(burst, 'the burst of a RateLimiter', 1)
    this.limit = limit
    this.interval = interval
    this.burst = burst
    this.#period = interval / limit
  }

  /**
   * Waits for its turn and for `weight` tokens, which are used up. RangeError for more than `burst`, which would never come.
   * Cancelling it leaves the line and uses none.
   */
  acquire(weight = 1): Coroutine<void> {
    this.#checkWeight(weight)
    return new Acquire(this, weight)
  }

  /** Uses `weight` tokens if they are there and nobody waits; false otherwise. Never waits. */
  tryAcquire(weight = 1): boolean {
    this.#checkWeight(weight)
    return this._queue.size === 0 && this._use(weight, this._bind())
  }

  statistics(): RateLimiterStatistics {
    const { limit, interval, burst } = this
    return { limit, interval, burst, waiting: this._queue.size }
  }

  /** @internal Uses tokens if they are there. */
  _use(weight: number, loop: EventLoop): boolean {
    const now = loop.time()
    if (this.#when(weight) > now) return false
    this.#fullAt = Math.max(this.#fullAt, now) + weight * this.#period
    return true
  }

  /** @internal Somebody stands in line now, or no more. */
  _lineChanged(loop: EventLoop): void {
    this.#timer?.cancel()
    this.#timer = null
    const first = this._queue.first
    if (first !== undefined) this.#timer = loop.callAt(this.#when(first.request), serve, this, loop)
  }

  /** @internal Wakes whoever's tokens are there. */
  _serve(loop: EventLoop): void {
    for (let first = this._queue.first; first !== undefined; first = this._queue.first) {
      if (!this._use(first.request, loop)) break
      this._queue.wakeOne()
    }
    this._lineChanged(loop)
  }

  /** @internal A waiter is gone; tokens that were given to it already go to the next. */
  _left(weight: number, wasWoken: boolean, loop: EventLoop): void {
    if (wasWoken) this.#fullAt -= weight * this.#period
    this._serve(loop)
  }

  /** @internal */
  override _summary(): string {
    return `${this.limit} in ${this.interval} ms, waiting:${this._queue.size}`
  }

  /** From when on `weight` tokens are there. */
  #when(weight: number): number {
    return this.#fullAt - (this.burst - weight) * this.#period
  }

  #checkWeight(weight: number): void {
    checkCount(weight, 'the tokens to use', 1)
    if (weight > this.burst) {
      throw new RangeError(
        `Expected at most ${this.burst} tokens to use, the burst of ${this}, got ${describeValue(weight)}`,
      )
    }
  }
}

function serve(limiter: RateLimiter, loop: EventLoop): void {
  limiter._serve(loop)
}

const acquire = { name: 'RateLimiter.acquire' }

class Acquire extends Turn<void, void> {
  readonly #limiter: RateLimiter
  readonly #weight: number
  #loop: EventLoop | null = null

  constructor(limiter: RateLimiter, weight: number) {
    super(acquire)
    this.#limiter = limiter
    this.#weight = weight
  }

  override start(): Iterator<Suspension, void, unknown> {
    const limiter = this.#limiter
    // Even where nobody has to wait: its times are those of one loop's clock.
    const loop = limiter._bind()
    if (limiter._queue.size === 0 && limiter._use(this.#weight, loop)) return new Ready(undefined)
    this.#loop = loop
    const parked = limiter._queue.park(this.#weight)
    if (limiter._queue.size === 1) limiter._lineChanged(loop)
    return this.wait(parked)
  }

  protected override taken(): IteratorResult<Suspension, void> {
    return { done: true, value: undefined }
  }

  protected override left(): void {
    this.#limiter._left(this.#weight, this.wasWoken, this.#loop as EventLoop)
  }
}
