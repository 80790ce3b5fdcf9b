/**
 * The one wait list: tasks park in it, first in, first out, and are woken from the front.
 *
 * Every primitive that makes tasks wait stands on it, because the hard part is the same in all of them and easy to
 * get wrong: a task may be cancelled at any moment, also after it was woken and before it ran. Then the
 * wake-up must not be lost.
 *
 *   parked --wake--> woken --runs--> the value
 *      |               \--cancelled before it ran--> the wake-up is handed on (`onReturned`)
 *      \--cancelled or aborted--> gone from the queue at once
 *
 * What is parked is itself a future, a member of the list and the iterator of its `yield*`: one object a wait.
 */

import type { EventLoop } from '../base/above.ts'
import { PENDING, RESOLVED } from '../base/flags.ts'
import { Future, type Suspension } from '../future/future.ts'
import { getRunningLoop } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import { noteThrown } from '../tracing/trail.ts'

/** What a queue tells about itself in reports, and does with a wake-up that came back. */
export interface WaitQueueOptions<T> {
  /** Says what is waited for: `Queue.get on jobs (0 items, 3 waiting)`. */
  describe?: (() => string) | undefined
  /** Who has what is waited for, so that a report can show who waits for whom: the holder of a lock. */
  holders?: (() => Iterable<Task<unknown>>) | undefined
  /** A woken task was cancelled before it ran: take its value back. Unless given, the next in the queue is woken. */
  onReturned?: ((value: T) => void) | undefined
  /**
   * A cancelled waiter keeps its place until its task runs, and holds up those behind it: while it is first, nobody is
   * woken. It is not counted any more. So does asyncio's Lock; who sets it has to wake the next one when it leaves.
   */
  keepsCancelled?: boolean | undefined
}

/** A place in a WaitQueue; await it, once. */
export class Parked<T, R = unknown> extends Future<T> {
  /** What the one who waits asks for: a number of permits, say, or the item it brings. */
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

  /** Leaves the queue without having been woken; false where that is too late. */
  remove(): boolean {
    return this._queue?._remove(this) ?? false
  }

  override cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    this._queue?._cancelled(this)
    return super.cancel(message)
  }

  /** Cancelled after it was woken: the wake-up goes on to somebody else. */
  override throw(error: unknown): IteratorResult<Suspension, T> {
    noteThrown(error, undefined)
    this._giveBack()
    throw error
  }

  /** The coroutine is closed while it waits here. */
  return(value?: T): IteratorReturnResult<T> {
    this._giveBack()
    return { done: true, value: value as T }
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

  /** @internal The wait ends without a value: it leaves the queue, or a wake-up that came too late goes to somebody else. */
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

  /** How many are parked. */
  get size(): number {
    return this.#size
  }

  /**
   * Takes the last place. `yield*` it: it gives what it is woken with. Cancelled while parked it leaves the queue;
   * cancelled after it was woken it hands the wake-up on. `request` is for whoever looks at `first`.
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

  /** The one that is woken next. */
  get first(): Parked<T, R> | undefined {
    return this.#first ?? undefined
  }

  /** Wakes the first with `value`; false where nobody is parked. */
  wakeOne(value: T): boolean {
    const parked = this.#first
    // Not pending: it was cancelled, and keeps its place.
    if (parked === null || parked._status !== PENDING) return false
    this._remove(parked)
    parked._resolve(value)
    return true
  }

  /** Wakes up to `count` from the front, each with `value`; gives how many. */
  wake(count: number, value: T): number {
    let woken = 0
    while (woken < count && this.wakeOne(value)) woken++
    return woken
  }

  /** Wakes all who are parked now. */
  wakeAll(value: T): number {
    return this.wake(this.#size, value)
  }

  /** Throws `error` at all who are parked now. */
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

  /** Who has what is waited for, as far as is known. */
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

  /** @internal Before a parked one is cancelled. */
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
    // A cancelled one has been taken off the count.
    if (parked._status === PENDING) this.#size--
    return true
  }

  /** @internal */
  _returned(value: T): void {
    if (this.#options?.onReturned !== undefined) this.#options.onReturned(value)
    else this.wakeOne(value)
  }
}
