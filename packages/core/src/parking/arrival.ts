/**
 * A value that arrives from outside the loop, once: the common half of promises, callbacks and events.
 *
 *   pending --resolve | reject--> settled            before a task waits: kept until one does
 *      \--wait--> waiting --resolve | reject--> settled --resumed--> the value, or the error
 *                    \--cancelled--> abandoned <--cancelled--/       a later value or error is ignored
 *
 * To wait for a promise must cost little more than the promise itself, so the coroutine that waits
 * (arrival-wait.ts) is the only other object. The task waits for the Arrival itself, which is no future.
 * After it has settled and is let go, it can be used again (`recycle`). A future is made only if a driver by
 * hand looks at what a coroutine is suspended on.
 */

import type { EventLoop } from '../base/above.ts'
import { makeCancelledError } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED, RESOLVED, STATUS } from '../base/flags.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { type CancelNote, cancelNote } from '../future/cancel-note.ts'
import type { Future } from '../future/future.ts'
import { getRunningLoop } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import type { External } from '../tracing/external.ts'
import { ArrivalFuture } from './arrival-future.ts'
import { Wait } from './arrival-wait.ts'

/** What is known about the outside. Many waits of one kind share it. */
export interface ArrivalOptions {
  /** Names what the task waits for, for reports. */
  readonly what: string
  /** Whether the wait is sure to end by itself, with no help. Called only when the answer is needed. */
  isTransient(loop: EventLoop): boolean
  /**
   * Called once if the wait ends without taking a value. Gets the error that was thrown, or nothing if the
   * wait was closed.
   */
  readonly abandoned?: ((error?: unknown) => void) | undefined
}

const IDLE: ArrivalOptions = { what: 'nothing', isTransient: () => false }

/** The wait has ended, or will never begin. The arrival can be used again once it has settled. */
const LET_GO = 64
/** `resolve` or `reject` was called, in time or not. */
const OVER = 128

export class Arrival<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Settling.
  /** @internal The status as in a future, plus the bits above. Cancelled means abandoned. */
  declare _flags: number
  /** @internal The result, the error or the CancelNote. */
  declare _outcome: unknown
  /** @internal */
  declare _task: Task<unknown> | null
  /** @internal For a driver by hand. */
  declare _future: ArrivalFuture<T> | null
  /** @internal */
  declare _options: ArrivalOptions

  constructor(options: ArrivalOptions) {
    this._flags = PENDING
    this._outcome = undefined
    this._task = null
    this._future = null
    this._options = options
  }

  get settled(): boolean {
    return this._status !== PENDING
  }

  /** A coroutine that waits for the arrival, named after `source`. There can be only one. */
  wait(source: { readonly name: string }): Coroutine<T> {
    return new Wait<T>(source, this)
  }

  resolve(value: T): void {
    wake(this._settle(RESOLVED, value))
  }

  reject(error: unknown): void {
    wake(this._settle(REJECTED, error))
  }

  /**
   * `resolve` for callers with nothing below them on the stack, above all a promise's reaction. If the loop
   * sleeps, the waiting task runs within this same job of the platform, which saves a microtask.
   */
  deliver(value: T): void {
    const task = this._settle(RESOLVED, value)
    if (task !== null) task._loop._stepSoon(task)
  }

  /** `reject`, in the way of `deliver`. */
  deliverError(error: unknown): void {
    const task = this._settle(REJECTED, error)
    if (task !== null) task._loop._stepSoon(task)
  }

  // ------------------------------------------------------------------ for makers that use one again

  /**
   * Called when only the maker still refers to the arrival. The maker may `clear` it, and `begin` it for
   * another wait.
   */
  protected recycle(): void {}

  /** Resets it: nothing of its last use is left. */
  protected clear(): void {
    this._flags = PENDING
    this._outcome = undefined
    this._task = null
    this._options = IDLE
  }

  /** Starts a cleared one again, with new options. */
  protected begin(options: ArrivalOptions): void {
    this._options = options
  }

  // ------------------------------------------------------------------ as what a task waits for

  /** @internal Parks `task`. */
  _park(task: Task<unknown>): this {
    this._task = task
    task._loop._externals._arriving++
    if ((this._flags & STATUS) !== PENDING) this._wakeAtOnce(task)
    return this
  }

  /** @internal */
  _wakeAtOnce(task: Task<unknown>): void {
    this._leaveLoop()
    task._loop._push(task)
  }

  /** @internal */
  get _status(): number {
    return this._flags & STATUS
  }

  /** @internal */
  get _kind(): string {
    return 'Future'
  }

  cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    this._end(cancelNote(message))
    wake(this._task)
    return true
  }

  describe(): string {
    return this._options.what
  }

  /** @internal */
  _takeError(): unknown {
    if (this._status === REJECTED) return this._outcome
    const note = this._outcome as CancelNote | undefined
    return makeCancelledError(note?.message, note?.by)
  }

  /** @internal */
  _removeWaiter(): void {
    if (this._status === PENDING) this._leaveLoop()
    this._task = null
  }

  /** @internal */
  _dependsOn(): Iterable<Future<unknown>> {
    return []
  }

  /** @internal The text that a future in its place would have. */
  _short(): string {
    return '<Future pending cb=[Task.task_wakeup()]>'
  }

  /** @internal Its entry among the externals of `loop`, or null if no task waits for it or it has settled. */
  _external(loop: EventLoop): External | null {
    if (this._status !== PENDING || this._task === null) return null
    const { what } = this._options
    const transient = this._options.isTransient(loop)
    return { what, transient, abandon: undefined, end: () => this._removeWaiter() }
  }

  // ------------------------------------------------------------------ for the wait

  /** @internal */
  _asFuture(): ArrivalFuture<T> {
    if (this._future !== null) return this._future
    const loop = getRunningLoop()
    const future = new ArrivalFuture<T>(loop, this, this._options.what, this._options.isTransient(loop))
    this._future = future
    if (this._status !== PENDING) this._tell(future)
    return future
  }

  /** @internal The wait has ended, with a value or without. */
  _letGo(): void {
    if ((this._flags & OVER) !== 0 && this._isUnknown) this.recycle()
    else this._flags |= LET_GO
  }

  /** @internal Whether only the maker holds it, once it has settled and is let go. */
  get _isUnknown(): boolean {
    const { _task: task } = this
    // A caller of the iterator can overtake the task that waits with it. That task would find another wait in
    // its place.
    return this._future === null && (task === null || task._waitsFor === null)
  }

  /**
   * @internal The wait has ended with an error. Returns true if it is abandoned, and false if the error is
   * the one that arrived.
   */
  _abandon(): boolean {
    const status = this._status
    if (status !== REJECTED) {
      this._end(undefined)
      this._future?.end()
      // Something other than the waiting task closed the wait, so the task is cancelled.
      if (status === PENDING && this._task?._waitsFor === this) wake(this._task)
    }
    this._letGo()
    return status !== REJECTED
  }

  // ------------------------------------------------------------------

  /** @internal Invariant: it settles once. Returns the task to wake, once. */
  _settle(status: number, outcome: unknown): Task<unknown> | null {
    const flags = this._flags
    this._flags = flags | status | OVER
    if ((flags & STATUS) !== PENDING) return this._tooLate(flags)
    this._outcome = outcome
    if (this._future !== null) this._tell(this._future)
    const { _task: task } = this
    if (task !== null) task._loop._externals._arriving--
    return task
  }

  /** @internal */
  _tooLate(flags: number): null {
    this._flags = flags | OVER
    if ((flags & (LET_GO | OVER)) === LET_GO && this._isUnknown) this.recycle()
    return null
  }

  /** @internal A value or an error that comes after this is too late. */
  _end(note: CancelNote | undefined): void {
    if (this._status === PENDING) this._leaveLoop()
    this._flags |= CANCELLED
    this._outcome = note
    if (this._future !== null) this._tell(this._future)
  }

  /** @internal If a task waits, the arrival no longer counts among the externals of the loop. Called once. */
  _leaveLoop(): void {
    if (this._task !== null) this._task._loop._externals._arriving--
  }

  /** @internal */
  _tell(future: ArrivalFuture<T>): void {
    if (future.done()) return
    if (this._status === RESOLVED) future.setResult(this._outcome as T)
    else if (this._status === REJECTED) future._reject(this._outcome)
    else future.cancel()
  }
}

function wake(task: Task<unknown> | null): void {
  if (task !== null) task._loop._push(task)
}
