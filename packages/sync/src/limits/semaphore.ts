/**
 * A number of permits. asyncio: `asyncio.Semaphore`; `acquire(weight)` takes several at once, as one.
 *
 * First come, first served: nobody takes a permit while somebody waits, or was woken and has not run yet. So a
 * request for many is never starved by small ones behind it; they wait, as they would behind a wide load.
 *
 * A woken task owns its permits from the moment it is woken. If it is cancelled before it runs they go back and are
 * handed on, in the same step. Invariant: value + permits of those woken + permits held = permits released ever.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { checkCount } from '../base/check.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface SemaphoreStatistics {
  /** Permits that are free. */
  value: number
  waiting: number
}

/**
 * Lets a limited number in, in the order they came. asyncio: `asyncio.Semaphore`. RangeError for a value below 0.
 *
 * @example
 * ```ts
 * const two = new Semaphore(2)
 * let inside = 0
 * let most = 0
 * const visit = coroutine(function* visit() {
 *   using _permit = yield* two.acquire()
 *   most = Math.max(most, ++inside)
 *   yield* sleep(10)
 *   inside--
 * })
 * yield* gather([visit(), visit(), visit()])
 * most // => 2
 * ```
 */
export class Semaphore extends Primitive implements Releasable {
  #value: number
  /** Those that were woken and have not run yet. */
  #woken = 0
  /** @internal Each asks for a number of permits. */
  readonly _queue: WaitQueue<void, number> = new WaitQueue<void, number>({
    describe: () => this._describe('acquire', `${this.#value} free, ${this._queue.size} waiting`),
    // Settled in `_left`, which knows how many permits it were.
    onReturned: () => {},
  })

  constructor(value = 1, options?: NamedOptions) {
    super(options)
    checkCount(value, `the value of a ${new.target.name}`, 0)
    this.#value = value
  }

  /** Permits that are free, also those that are kept for who comes first. */
  get value(): number {
    return this.#value
  }

  /** Would `acquire()` have to wait? */
  locked(): boolean {
    return this.#value === 0 || this.#woken > 0 || this._queue.size > 0
  }

  /**
   * Waits for its turn and for `weight` permits: `using permit = yield* semaphore.acquire()`, or call `release(weight)`.
   * Cancelling it leaves the line; permits that were given to it already go to the next.
   */
  acquire(weight = 1): Coroutine<Permit> {
    if (weight !== 1) this._checkWeight(weight)
    return new Acquire(this, weight)
  }

  /** Takes `weight` permits if they are free and nobody waits; undefined otherwise. Never waits. */
  tryAcquire(weight = 1): Permit | undefined {
    if (weight !== 1) this._checkWeight(weight)
    return this.#isFree(weight) ? this.#take(weight) : undefined
  }

  /** Gives `weight` permits back, whoever took them; there may be more of them than at the beginning. */
  release(weight = 1): void {
    if (weight !== 1) this._checkWeight(weight)
    this.#value += weight
    for (let i = 0; i < weight && this.#wakeNext(); i++);
  }

  /** For `asyncWith`: takes a permit at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases it at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): SemaphoreStatistics {
    return { value: this.#value, waiting: this._queue.size }
  }

  /** @internal */
  _try(weight: number): Ready<Permit> | null {
    if (this.#isFree(weight)) return new Ready(this.#take(weight))
    this._bind()
    return null
  }

  /** @internal The woken task runs. Others may have come since, and stood behind it though permits were free. */
  _taken(weight: number): Permit {
    this.#woken--
    while (this.#wakeNext());
    return new Permit(this, weight)
  }

  /** @internal A waiter is gone; it may have held up those behind it, or have been given permits. */
  _left(weight: number, wasWoken: boolean): void {
    if (wasWoken) {
      this.#woken--
      this.#value += weight
    }
    while (this.#wakeNext());
  }

  /** @internal */
  _release(permit: Permit): void {
    this.release(permit.weight)
  }

  /** @internal */
  _checkWeight(weight: number): void {
    checkCount(weight, 'the weight of an acquisition', 1)
  }

  /** @internal */
  override _summary(): string {
    return `${this.locked() ? 'locked' : `unlocked, value:${this.#value}`}, waiting:${this._queue.size}`
  }

  #isFree(weight: number): boolean {
    return this.#value >= weight && this.#woken === 0 && this._queue.size === 0
  }

  #take(weight: number): Permit {
    this.#value -= weight
    return new Permit(this, weight)
  }

  #wakeNext(): boolean {
    const first = this._queue.first
    if (first === undefined || first.request > this.#value) return false
    this.#value -= first.request
    this.#woken++
    return this._queue.wakeOne()
  }
}

const acquire = { name: 'Semaphore.acquire' }

class Acquire extends Turn<void, Permit> {
  readonly #semaphore: Semaphore
  readonly #weight: number

  constructor(semaphore: Semaphore, weight: number) {
    super(acquire)
    this.#semaphore = semaphore
    this.#weight = weight
  }

  override start(): Iterator<Suspension, Permit, unknown> {
    const semaphore = this.#semaphore
    return semaphore._try(this.#weight) ?? this.wait(semaphore._queue.park(this.#weight))
  }

  protected override taken(): IteratorResult<Suspension, Permit> {
    return { done: true, value: this.#semaphore._taken(this.#weight) }
  }

  protected override left(): void {
    this.#semaphore._left(this.#weight, this.wasWoken)
  }
}

/**
 * A Semaphore that refuses to be released more often than it was acquired: RangeError. asyncio: `asyncio.BoundedSemaphore`.
 *
 * @example
 * ```ts
 * const one = new BoundedSemaphore(1)
 * one.release() // throws: RangeError: BoundedSemaphore released too many times
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  readonly bound: number

  constructor(value = 1, options?: NamedOptions) {
    super(value, options)
    this.bound = value
  }

  override release(weight = 1): void {
    if (weight !== 1) this._checkWeight(weight)
    if (this.value + weight > this.bound) throw new RangeError('BoundedSemaphore released too many times')
    super.release(weight)
  }

  /** @internal */
  override _checkWeight(weight: number): void {
    super._checkWeight(weight)
    if (weight > this.bound) {
      throw new RangeError(
        `Expected a weight of at most ${this.bound}, all that ${this} has, got ${describeValue(weight)}`,
      )
    }
  }
}
