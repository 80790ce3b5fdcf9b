/**
 * The one wait list. Tasks park in it and are woken from the front, first in, first out.
 *
 * Every primitive that makes tasks wait is built on it, because they share the part that is hard to get
 * right. A task can be cancelled at any moment, even after it was woken and before it runs. Then its wake-up
 * must not be lost.
 *
 *   parked --wake--> woken --runs--> the value
 *      |               \--cancelled before it runs--> the wake-up is handed on (`onReturned`)
 *      |--aborted, closed--> leaves the queue at once
 *      \--cancelled--> leaves the queue at once, or when its task runs (`keepsCancelled`)
 *
 * A parked wait is one object: a future, a member of the list, and the iterator of its `yield*`.
 */

import type { EventLoop } from '../base/above.ts'
import { PENDING, RESOLVED } from '../base/flags.ts'
import { Future, type Suspension } from '../future/future.ts'
import { getRunningLoop } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import type { ViewedPrimitive } from '../tracing/primitives.ts'
import { noteThrown } from '../tracing/trail.ts'

/** How a queue describes itself in reports, and what it does if a woken task is cancelled. */
export interface WaitQueueOptions<T> {
  /** Describes the wait: `Queue.get on jobs (0 items, 3 waiting)`. */
  describe?: (() => string) | undefined
  /** The primitive that the queue belongs to: viewers show it with its `statistics()`. */
  owner?: ViewedPrimitive | undefined
  /** The tasks that hold what the parked tasks wait for, such as the holder of a lock. For reports. */
  holders?: (() => Iterable<Task<unknown>>) | undefined
  /**
   * Called with the value of a woken task that was cancelled before it ran. Default: the value is handed on
   * to the next task.
   */
  onReturned?: ((value: T) => void) | undefined
  /**
   * Whether a cancelled wait keeps its place until its task runs, as in asyncio's Lock. While it is first, no
   * task is woken, so the owner must wake the next one when it leaves (`Turn.left`). `size` leaves it out.
   */
  keepsCancelled?: boolean | undefined
}

/** A place in a WaitQueue. Await it once. */
export class Parked<T, R = unknown> extends Future<T> {
  /** What the waiting task asks for, such as a number of permits or the item it brings. */
  readonly request: R
  /** @internal Null once it is out of the queue. */
  _queue: WaitQueue<T, R> | null
  /** @internal */
  _owner: WaitQueue<T, R>
  /** @internal */
  _before: Parked<T, R> | null = null
  /** @internal */
  _after: Parked<T, R> | null = null

  /** @internal */
  constructor(loop: EventLoop, queue: WaitQueue<T, R>, request: R) {
    super(loop)
    this.request = request
    this._queue = queue
    this._owner = queue
  }

  /** Leaves the queue without a wake-up. Returns false if it had already left. */
  remove(): boolean {
    return this._queue?._remove(this) ?? false
  }

  override cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    this._queue?._cancelled(this)
    return super.cancel(message)
  }

  /**
   * The task is cancelled, or an error is thrown into its wait. It leaves the queue, or hands its wake-up on.
   */
  override throw(error: unknown): IteratorResult<Suspension, T> {
    noteThrown(error, undefined)
    this._giveBack()
    throw error
  }

  /** The coroutine is closed while it is parked. It leaves the queue, or hands its wake-up on. */
  override return(value?: T): IteratorReturnResult<T> {
    this._giveBack()
    return super.return(value)
  }

  /** @internal */
  override get _className(): string {
    return 'Future'
  }

  override describe(): string {
    return this._owner.describe()
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    return this._owner.holders()
  }

  /**
   * @internal The wait ends without a value. It leaves the queue, or hands on a wake-up that it cannot use.
   */
  _giveBack(): void {
    if (this._status === RESOLVED) this._owner._returned(this._outcome as T)
    else this._queue?._remove(this)
  }
}

export class WaitQueue<T = void, R = void> {
  #first: Parked<T, R> | null = null
  #last: Parked<T, R> | null = null
  #size = 0
  readonly #options: WaitQueueOptions<T> | undefined

  constructor(options?: WaitQueueOptions<T>) {
    this.#options = options
  }

  /** The number of parked waits, without cancelled ones. */
  get size(): number {
    return this.#size
  }

  /**
   * Parks in the last place. `yield*` the result; it returns the value that it is woken with. If the task is
   * cancelled while parked, it leaves the queue. If it is cancelled after it was woken, it hands the wake-up
   * on. `request` says what the task asks for.
   */
  park(request: R): Parked<T, R> {
    const parked = new Parked<T, R>(getRunningLoop(), this, request)
    parked._before = this.#last
    if (this.#last === null) this.#first = parked
    else this.#last._after = parked
    this.#last = parked
    this.#size++
    return parked
  }

  /** The first wait in line. */
  get first(): Parked<T, R> | undefined {
    return this.#first ?? undefined
  }

  /** Wakes the first wait with `value`. Returns false if there is none that can be woken. */
  wakeOne(value: T): boolean {
    const parked = this.#first
    // A wait that is not pending was cancelled and keeps its place.
    if (parked === null || parked._status !== PENDING) return false
    this._remove(parked)
    parked._resolve(value)
    return true
  }

  /** Wakes up to `count` waits from the front, each with `value`. Returns the number that it woke. */
  wake(count: number, value: T): number {
    let woken = 0
    while (woken < count && this.wakeOne(value)) woken++
    return woken
  }

  /** Wakes all waits that are parked now. Returns their number. */
  wakeAll(value: T): number {
    return this.wake(this.#size, value)
  }

  /** Throws `error` in all tasks that are parked now. Returns their number. */
  abort(error: unknown): number {
    let aborted = 0
    for (let parked = this.#first; parked !== null; parked = this.#first) {
      this._remove(parked)
      if (parked._status !== PENDING) continue
      parked._reject(error)
      aborted++
    }
    return aborted
  }

  /** @internal */
  get _primitive(): ViewedPrimitive | undefined {
    return this.#options?.owner
  }

  /** The tasks that hold what the parked tasks wait for, if known. */
  holders(): Iterable<Task<unknown>> {
    return this.#options?.holders?.() ?? []
  }

  describe(): string {
    return this.#options?.describe?.() ?? 'a WaitQueue'
  }

  *[Symbol.iterator](): Generator<Parked<T, R>> {
    for (let parked = this.#first; parked !== null; parked = parked._after) {
      if (parked._status === PENDING) yield parked
    }
  }

  /** @internal Called before a parked wait is cancelled. */
  _cancelled(parked: Parked<T, R>): void {
    if (this.#options?.keepsCancelled !== true) this._remove(parked)
    else this.#size--
  }

  /** @internal */
  _remove(parked: Parked<T, R>): boolean {
    if (parked._queue === null) return false
    const { _before: before, _after: after } = parked
    if (before === null) this.#first = after
    else before._after = after
    if (after === null) this.#last = before
    else after._before = before
    parked._before = null
    parked._after = null
    parked._queue = null
    // A cancelled wait was taken off the count earlier.
    if (parked._status === PENDING) this.#size--
    return true
  }

  /** @internal */
  _returned(value: T): void {
    if (this.#options?.onReturned !== undefined) this.#options.onReturned(value)
    else this.wakeOne(value)
  }
}
