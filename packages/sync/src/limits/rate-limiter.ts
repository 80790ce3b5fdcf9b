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
  checkOptions,
  describeValue,
  type OptionKinds,
  Ready,
  Turn,
  WaitQueue,
} from '@acoro/core/lowlevel'
import { cancelAllOf } from '../base/cancel-waiting.ts'
import { checkCount, checkNeeded } from '../base/check.ts'
import { WouldBlock } from '../base/errors.ts'
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

/** What can be changed while tasks wait. */
export interface RateChange {
  /** The number of tokens in `interval`. */
  limit?: number | undefined
  /** In ms. */
  interval?: number | undefined
  /** The number of tokens that can be used at once after a pause. */
  burst?: number | undefined
}

export interface AcquireOptions {
  /** How long it may wait, in ms. What would take longer is refused at once. */
  maxWait?: number | undefined
}

const RATE_KINDS: OptionKinds = {
  limit: (limit) => checkCount(limit, 'the limit of a RateLimiter', 1),
  interval: checkInterval,
  burst: (burst) => checkCount(burst, 'the burst of a RateLimiter', 1),
}

const KINDS: OptionKinds = { ...RATE_KINDS, strict: 'boolean', name: 'string' }

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
  readonly strict: boolean
  #limit: number
  #interval: number
  #burst: number
  readonly #pace: Pace
  #timer: TimerHandle | null = null
  /** @internal Each waiting task asks for a number of tokens, and is woken with those it was given. */
  readonly _queue: WaitQueue<Grant, number> = new WaitQueue<Grant, number>({
    owner: this,
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
    checkBurst(strict, limit, burst)
    this.#limit = limit
    this.#interval = interval
    this.#burst = burst
    this.strict = strict
    this.#pace = strict ? new SlidingWindow(limit, interval) : new TokenBucket(limit, interval, burst)
  }

  /** The number of tokens in `interval`. */
  get limit(): number {
    return this.#limit
  }

  /** In ms. */
  get interval(): number {
    return this.#interval
  }

  /** The number of tokens that can be used at once. */
  get burst(): number {
    return this.#burst
  }

  /**
   * The number of tokens that are there now, though tasks may wait for them. RuntimeError outside of a loop.
   */
  get availableTokens(): number {
    return this.#pace.available(this._bind().time())
  }

  /**
   * Changes limit, interval and burst from now on; those left out stay, but a burst that was the limit
   * follows it. Tokens that were used stay used. All waiting tasks are timed anew; one that waits for more
   * than the new burst gets RangeError. Throws as the constructor does, and RuntimeError outside of a loop.
   */
  change(options: RateChange): void {
    checkNeeded(options, 'change() of a RateLimiter', RATE_KINDS)
    const loop = this._bind()
    const { limit = this.#limit, interval = this.#interval } = options
    const { burst = this.#burst === this.#limit ? limit : this.#burst } = options
    checkBurst(this.strict, limit, burst)
    this.#pace.change(limit, interval, burst, loop.time())
    this.#limit = limit
    this.#interval = interval
    this.#burst = burst
    for (const parked of [...this._queue]) {
      if (parked.request <= burst || !parked.remove()) continue
      parked.setException(
        new RangeError(
          `Expected at most ${burst} tokens to use, the new burst of ${this}, got ${parked.request}`,
        ),
      )
    }
    this._serve(loop)
  }

  /**
   * Waits for `weight` tokens and uses them. RangeError for more than `burst`, because so many are never
   * there. With `maxWait` (ms) it fails at once if they will not be there in that time: WouldBlock. If
   * cancelled, it leaves the line and uses none.
   */
  acquire(weight = 1, options?: AcquireOptions): Coroutine<void> {
    this.#checkWeight(weight)
    if (options !== undefined)
      checkOptions(options, 'acquire() of a RateLimiter', { maxWait: 'milliseconds' })
    return new Acquire(this, weight, options?.maxWait)
  }

  /** Cancels all waiting tasks: they get CancelledError with `message`. Returns their number. */
  cancelWaiting(message?: unknown): number {
    return cancelAllOf(this._queue, message)
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

  /** @internal WouldBlock if `weight` tokens will not be there for a new task in `maxWait` ms. */
  _checkWait(weight: number, maxWait: number, loop: EventLoop): void {
    const now = loop.time()
    const pace = this.#pace.copy()
    let when = now
    for (const { request } of this._queue) {
      when = Math.max(when, pace.when(request))
      pace.take(request, when)
    }
    when = Math.max(when, pace.when(weight))
    if (when - now <= maxWait) return
    throw new WouldBlock(
      `Expected ${weight} tokens of ${this} within ${maxWait} ms, they will be there in ${Number((when - now).toFixed(3))} ms`,
    )
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

function checkBurst(strict: boolean, limit: number, burst: number): void {
  if (!strict || burst === limit) return
  throw new RangeError(
    `Expected no burst with strict: true, which lets up to limit tokens go at once, got ${describeValue(burst)}`,
  )
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
  readonly #maxWait: number | undefined
  #loop: EventLoop | null = null

  constructor(limiter: RateLimiter, weight: number, maxWait: number | undefined) {
    super(acquire)
    this.#limiter = limiter
    this.#weight = weight
    this.#maxWait = maxWait
  }

  /** @internal For `select`. */
  get _isReady(): boolean {
    return this.#limiter._queue.size === 0 && this.#limiter.availableTokens >= this.#weight
  }

  override start(): Iterator<Suspension, void, unknown> {
    const limiter = this.#limiter
    // Bound even if no task has to wait: its times are those of one loop's clock.
    const loop = limiter._bind()
    if (limiter._use(this.#weight, loop)) return new Ready(undefined)
    if (this.#maxWait !== undefined) limiter._checkWait(this.#weight, this.#maxWait, loop)
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
