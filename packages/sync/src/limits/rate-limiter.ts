/**
 * A limited number of operations in an interval, on the loop's clock.
 *
 * By default it is a token bucket: `limit` tokens come back evenly over `interval`, and at most `burst` are
 * kept. After a pause, the bucket lets `burst` operations go at once and then one for each token that comes
 * back. So the first interval has up to `limit + burst - 1` of them, nearly twice the limit by default. With
 * `strict: true`, no interval has more than `limit`: use it for a service that counts so.
 *
 * No timer refills it. One timer runs while a task waits, for the first in line. First come, first served, so
 * small requests cannot starve a large one.
 */

import type { Coroutine, EventLoop, Suspension, TimerHandle } from '@acoro/core'
import {
  checkMilliseconds,
  describeValue,
  type OptionKinds,
  Ready,
  Turn,
  WaitQueue,
} from '@acoro/core/lowlevel'
import { checkCount, checkNeeded } from '../base/check.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { type Grant, type Pace, SlidingWindow, TokenBucket } from './pace.ts'

export interface RateLimiterOptions extends NamedOptions {
  /** The number of tokens in `interval`. */
  limit: number
  /** In ms. */
  interval: number
  /** The number of tokens that can be used at once after a pause. Default: `limit`. */
  burst?: number | undefined
  /** Use at most `limit` tokens in any `interval`, wherever it begins; without `burst`. Default: false. */
  strict?: boolean | undefined
}

export interface RateLimiterStatistics {
  limit: number
  interval: number
  burst: number
  strict: boolean
  waiting: number
}

const KINDS: OptionKinds = {
  limit: (limit) => checkCount(limit, 'the limit of a RateLimiter', 1),
  interval: checkInterval,
  burst: (burst) => checkCount(burst, 'the burst of a RateLimiter', 1),
  strict: 'boolean',
  name: 'string',
}

/**
 * Lets `limit` operations through per `interval` (ms), in order of arrival. RangeError if the limit or the
 * burst is below 1, or the interval is 0 or less.
 *
 * @example
 * ```ts
 * const times = coroutine(function* times(limiter: RateLimiter) {
 *   const start = getRunningLoop().time()
 *   const seen: number[] = []
 *   for (let i = 0; i < 4; i++) {
 *     yield* limiter.acquire()
 *     seen.push(getRunningLoop().time() - start)
 *   }
 *   return seen
 * })
 * const options = { limit: 2, interval: 1000 }
 * await run(() => times(new RateLimiter(options))) // => [0, 0, 500, 1000]
 * await run(() => times(new RateLimiter({ ...options, strict: true }))) // => [0, 0, 1000, 1000]
 * ```
 */
export class RateLimiter extends Primitive {
  readonly limit: number
  readonly interval: number
  readonly burst: number
  readonly strict: boolean
  readonly #pace: Pace
  #timer: TimerHandle | null = null
  /** @internal Each waiting task asks for a number of tokens, and is woken with those it was given. */
  readonly _queue: WaitQueue<Grant, number> = new WaitQueue<Grant, number>({
    describe: () =>
      this._describe('acquire', `${this.limit} in ${this.interval} ms, ${this._queue.size} waiting`),
    onReturned: (grant) => this.#pace.giveBack(grant),
  })

  constructor(options: RateLimiterOptions) {
    checkNeeded(options, `${new.target.name}()`, KINDS)
    super(options)
    const { limit, interval, burst = limit, strict = false } = options
    checkCount(limit, 'the limit of a RateLimiter', 1)
    checkInterval(interval)
    if (strict && burst !== limit) {
      throw new RangeError(
        `Expected no burst with strict: true, which lets up to limit tokens go at once, got ${describeValue(burst)}`,
      )
    }
    this.limit = limit
    this.interval = interval
    this.burst = burst
    this.strict = strict
    this.#pace = strict ? new SlidingWindow(limit, interval) : new TokenBucket(limit, interval, burst)
  }

  /**
   * Waits for `weight` tokens and uses them. RangeError for more than `burst`, because so many are never
   * there. If cancelled, it leaves the line and uses none.
   */
  acquire(weight = 1): Coroutine<void> {
    this.#checkWeight(weight)
    return new Acquire(this, weight)
  }

  /** Uses `weight` tokens if they are there and no task waits; returns whether it did. Never waits. */
  tryAcquire(weight = 1): boolean {
    this.#checkWeight(weight)
    return this._use(weight, this._bind())
  }

  statistics(): RateLimiterStatistics {
    const { limit, interval, burst, strict } = this
    return { limit, interval, burst, strict, waiting: this._queue.size }
  }

  /** @internal Uses tokens if they are there and no task waits for them. */
  _use(weight: number, loop: EventLoop): boolean {
    return this._queue.size === 0 && this.#pace.take(weight, loop.time())
  }

  /** @internal Sets the timer for the first task in line, or removes it. */
  _lineChanged(loop: EventLoop): void {
    this.#timer?.cancel()
    this.#timer = null
    const first = this._queue.first
    if (first !== undefined) this.#timer = loop.callAt(this.#pace.when(first.request), serve, this, loop)
  }

  /** @internal Wakes the tasks whose tokens are there. */
  _serve(loop: EventLoop): void {
    const time = loop.time()
    for (let first = this._queue.first; first !== undefined; first = this._queue.first) {
      if (!this.#pace.take(first.request, time)) break
      this._queue.wakeOne({ time, weight: first.request })
    }
    this._lineChanged(loop)
  }

  /** @internal */
  override _summary(): string {
    return `${this.limit} in ${this.interval} ms, waiting:${this._queue.size}`
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

function checkInterval(interval: unknown): void {
  checkMilliseconds(interval, 'the interval of a RateLimiter')
  if (interval <= 0 || interval === Number.POSITIVE_INFINITY) {
    throw new RangeError(`Expected the interval of a RateLimiter, more than 0 ms and finite, got ${interval}`)
  }
}

function serve(limiter: RateLimiter, loop: EventLoop): void {
  limiter._serve(loop)
}

const acquire = { name: 'RateLimiter.acquire' }

class Acquire extends Turn<Grant, void> {
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
    // Bound even if no task has to wait: its times are those of one loop's clock.
    const loop = limiter._bind()
    if (limiter._use(this.#weight, loop)) return new Ready(undefined)
    this.#loop = loop
    const parked = limiter._queue.park(this.#weight)
    if (limiter._queue.size === 1) limiter._lineChanged(loop)
    return this.wait(parked)
  }

  protected override taken(): IteratorResult<Suspension, void> {
    return { done: true, value: undefined }
  }

  protected override left(): void {
    this.#limiter._serve(this.#loop as EventLoop)
  }
}
