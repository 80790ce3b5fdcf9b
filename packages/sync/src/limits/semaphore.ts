/**
 * A number of permits. asyncio: `asyncio.Semaphore`. `acquire(weight)` takes several permits at once.
 *
 * First come, first served: a task takes no permit while another one waits, or was woken and has not run yet.
 * So small requests cannot starve a large one; they wait behind it.
 *
 * A task owns its permits from the moment it is woken. If it is cancelled before it runs, it hands them on
 * when it runs.
 *
 * Invariant: free permits + those of woken tasks + held ones = the initial value, plus what `release()` added
 * to it.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { cancelAllOf } from '../base/cancel-waiting.ts'
import { checkCount } from '../base/check.ts'
import { handedOut } from '../base/dropped.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface SemaphoreStatistics {
  /** The number of free permits. */
  value: number
  waiting: number
}

/**
 * Lets a limited number of tasks in, in order of arrival. RangeError if `value` is below 0. asyncio:
 * `asyncio.Semaphore`.
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
  /** @internal */
  _countsReleases = false
  /** The number of tasks that were woken and have not run yet. */
  #woken = 0
  /** @internal Each waiting task asks for a number of permits. */
  readonly _queue: WaitQueue<void, number> = new WaitQueue<void, number>({
    owner: this,
    describe: () => this._describe('acquire', `${this.#value} free, ${this._queue.size} waiting`),
    // `_left` takes the permits back: it knows how many.
    onReturned: () => {},
  })

  constructor(value = 1, options?: NamedOptions) {
    super(options)
    checkCount(value, `the value of a ${new.target.name}`, 0)
    this.#value = value
  }

  /** The number of free permits, including those that are kept for the first waiting task. */
  get value(): number {
    return this.#value
  }

  /** Whether `acquire()` would have to wait. */
  locked(): boolean {
    return this.#value === 0 || this.#woken > 0 || this._queue.size > 0
  }

  /**
   * Waits for `weight` permits: `using permit = yield* semaphore.acquire()`, or call `release(weight)`. If
   * cancelled, the task leaves the line, and hands on permits it was given.
   */
  acquire(weight = 1): Coroutine<Permit> {
    if (weight !== 1) this._checkWeight(weight)
    return new Acquire(this, weight)
  }

  /** Takes `weight` permits if they are free and no task waits; returns undefined otherwise. Never waits. */
  tryAcquire(weight = 1): Permit | undefined {
    if (weight !== 1) this._checkWeight(weight)
    return this.#isFree(weight) ? this.#take(weight) : undefined
  }

  /** Adds `weight` permits, even if that makes more than at the beginning. Any task may call it. */
  release(weight = 1): void {
    if (weight !== 1) this._checkWeight(weight)
    this._giveBack(weight)
    this._countsReleases = true
  }

  /** Cancels all waiting tasks: they get CancelledError with `message`. Returns their number. */
  cancelWaiting(message?: unknown): number {
    return cancelAllOf(this._queue, message)
  }

  /** For `asyncWith`: acquires a permit at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases the permit at the end of the block. */
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

  /** @internal The woken task runs. Others may have arrived since, and waited though permits were free. */
  _taken(weight: number): Permit {
    this.#woken--
    while (this.#wakeNext());
    return handedOut(new Permit(this, weight), this)
  }

  /** @internal A waiting task left. It may have held up those behind it, or have been given permits. */
  _left(weight: number, wasWoken: boolean): void {
    if (wasWoken) {
      this.#woken--
      this.#value += weight
    }
    while (this.#wakeNext());
  }

  /** @internal */
  _release(permit: Permit): void {
    this._giveBack(permit.weight)
  }

  /** @internal */
  _giveBack(weight: number): void {
    this.#value += weight
    for (let i = 0; i < weight && this.#wakeNext(); i++);
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
    return handedOut(new Permit(this, weight), this)
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
 * A Semaphore that can only be released as often as it was acquired: RangeError. asyncio:
 * `asyncio.BoundedSemaphore`.
 *
 * @example
 * ```ts
 * const one = new BoundedSemaphore(1)
 * one.release() // throws: RangeError: BoundedSemaphore released too many times
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  /** The initial number of permits. */
  readonly bound: number

  constructor(value = 1, options?: NamedOptions) {
    super(value, options)
    this.bound = value
  }

  /** As for Semaphore. RangeError for a weight above `bound`, because so many are never free. */
  override acquire(weight = 1): Coroutine<Permit> {
    if (weight > this.bound) this._checkWeight(weight)
    return super.acquire(weight)
  }

  /** @internal RangeError if that makes more than at the beginning. */
  override _giveBack(weight: number): void {
    if (this.value + weight > this.bound) throw new RangeError('BoundedSemaphore released too many times')
    super._giveBack(weight)
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
