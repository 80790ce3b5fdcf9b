/**
 * A lock that its holder may acquire again. Python: `threading.RLock`, for tasks.
 *
 *   free --acquire--> held once --acquire by the holder--> held twice --release--> held once --release--> free
 *                                                                                     \--a task waits--> handing over
 *
 * For code that calls itself, or methods that call one another under one lock. The holder is a task, so it
 * alone may release. A Lock is cheaper, and with `owned: true` it says where such code is; asyncio has left
 * the re-entrant one out for that.
 */

import { type Coroutine, RuntimeError, type Suspension, type Task } from '@acoro/core'
import { Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { cancelAllOf } from '../base/cancel-waiting.ts'
import { handedOut } from '../base/dropped.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { taskHere } from '../base/task-here.ts'

export interface RLockStatistics {
  /** How often its holder has acquired it; 0 if it is free. */
  depth: number
  /** The name of the task that holds it. */
  holder: string | undefined
  waiting: number
}

/**
 * Lets one task in at a time, in order of arrival; that task may acquire it again. RuntimeError outside of a
 * task. Python: `threading.RLock`; asyncio has none.
 *
 * @example
 * ```ts
 * const lock = new RLock()
 * const total = coroutine(function* total() {
 *   using _held = yield* lock.acquire()
 *   return lock.statistics().depth
 * })
 * await run(function* main() {
 *   using _held = yield* lock.acquire()
 *   return [yield* total(), lock.statistics().depth]
 * }) // => [2, 1]
 * ```
 */
export class RLock extends Primitive implements Releasable {
  #holder: Task<unknown> | null = null
  #depth = 0
  /** A woken task has it, and has not run yet. */
  #isHandedOver = false
  /** @internal */
  readonly _queue: WaitQueue = new WaitQueue({
    owner: this,
    describe: () => this._describe('acquire', `${this._summary()}, ${this._queue.size} waiting`),
    holders: () => (this.#holder === null ? [] : [this.#holder]),
    // `_left` hands it on.
    onReturned: () => {},
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  /** Whether a task holds it. */
  locked(): boolean {
    return this.#holder !== null || this.#isHandedOver
  }

  /**
   * Waits until the lock is free, unless the current task holds it: `using held = yield* lock.acquire()`, or
   * call `release()` as often. If cancelled, it leaves the line, and hands on its turn.
   */
  acquire(): Coroutine<Permit> {
    return new Acquire(this)
  }

  /** Takes the lock if it is free and no task waits, or if the current task holds it. Never waits. */
  tryAcquire(): Permit | undefined {
    return this._isOpen() ? this._take() : undefined
  }

  /** Releases it once. RuntimeError if the current task does not hold it. */
  release(): void {
    this.#checkHolder()
    if (--this.#depth > 0) return
    this.#holder = null
    this.#handOver()
  }

  /** Cancels all waiting tasks: they get CancelledError with `message`. Returns their number. */
  cancelWaiting(message?: unknown): number {
    return cancelAllOf(this._queue, message)
  }

  /** For `asyncWith`: acquires the lock at the beginning of the block. */
  *aenter(): Generator<Suspension, void, unknown> {
    yield* this.acquire()
  }

  /** For `asyncWith`: releases the lock at the end of the block. */
  *aexit(): Generator<Suspension, void, unknown> {
    this.release()
  }

  statistics(): RLockStatistics {
    return { depth: this.#depth, holder: this.#holder?.name, waiting: this._queue.size }
  }

  /** @internal May the current task have it now? */
  _isOpen(): boolean {
    const task = taskHere()
    if (task === null) throw new RuntimeError(`Expected a task to hold ${this}, but none is running here`)
    return this.#holder === task || (!this.locked() && this._queue.size === 0)
  }

  /** @internal The current task holds it once more. */
  _take(): Permit {
    this.#isHandedOver = false
    this.#holder = taskHere()
    this.#depth++
    return handedOut(new Permit(this, 1), this)
  }

  /** @internal */
  _release(_permit: Permit): void {
    this.release()
  }

  /**
   * @internal Only its holder can release it. So it is lost if that has ended, and held otherwise or free.
   */
  get _countsReleases(): boolean {
    return this.#holder?.done() !== true
  }

  /** @internal A waiting task left. */
  _left(wasWoken: boolean): void {
    if (wasWoken) this.#handOver()
  }

  /** @internal */
  override _summary(): string {
    return this.#holder === null ? 'unlocked' : `locked ${this.#depth} times by ${this.#holder.name}`
  }

  #handOver(): void {
    this.#isHandedOver = this._queue.wakeOne()
  }

  #checkHolder(): void {
    const task = taskHere()
    if (task !== null && this.#holder === task) return
    const holder = this.#holder === null ? 'held by no task' : `held by ${this.#holder.name}`
    throw new RuntimeError(
      `Expected ${this} to be released by its holder, it is ${holder} and released by ${task?.name ?? 'a callback'}`,
    )
  }
}

const acquire = { name: 'RLock.acquire' }

class Acquire extends Turn<void, Permit> {
  readonly #lock: RLock

  constructor(lock: RLock) {
    super(acquire)
    this.#lock = lock
  }

  override start(): Iterator<Suspension, Permit, unknown> {
    const lock = this.#lock
    if (lock._isOpen()) return new Ready(lock._take())
    lock._bind()
    return this.wait(lock._queue.park())
  }

  protected override taken(): IteratorResult<Suspension, Permit> {
    return { done: true, value: this.#lock._take() }
  }

  protected override left(): void {
    this.#lock._left(this.wasWoken)
  }
}
