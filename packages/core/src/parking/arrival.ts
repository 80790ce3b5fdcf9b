/**
 * What arrives from outside, once: the common half of promises, callbacks and events.
 *
 *   pending --resolve | reject--> settled            before anybody waits: kept until somebody does
 *      \--wait--> waiting --resolve | reject--> settled --resumed--> the value, or the error
 *                    \--cancelled--> abandoned <--cancelled--/       what arrives now is ignored
 *
 * To wait for a promise has to cost little more than the promise, so nothing is made for it but the coroutine that waits
 * (arrival-wait.ts). The task waits for the Arrival itself, which is no future and may serve again once it has settled and
 * is let go (`recycle`); only where somebody who drives coroutines by hand looks at what one is suspended on is there a
 * future.
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

/** What is known of the outside, often the same for every wait of a kind. */
export interface ArrivalOptions {
  /** What is waited for, for reports. */
  readonly what: string
  /** Is it sure to end by itself, with nobody's help? Asked when somebody wants to know. */
  isTransient(loop: EventLoop): boolean
  /** Called once when the wait ends without taking a value: with what was thrown, or nothing where it was closed. */
  readonly abandoned?: ((error?: unknown) => void) | undefined
}

const IDLE: ArrivalOptions = { what: 'nothing', isTransient: () => false }

/** Whoever waited has ended, or never will: it may be used again once it has settled. */
const LET_GO = 64
/** What was to settle it has done so, in time or not. */
const OVER = 128

export class Arrival<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  /** @internal The status as a future has it, where cancelled is abandoned, and the bits above. */
  declare _flags: number
  /** @internal The result, the error or the CancelNote. */
  declare _outcome: unknown
  /** @internal */
  declare _task: Task<unknown> | null
  /** @internal For whoever drives by hand. */
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

  /** A coroutine that waits for it; there can be one. Named after `source`. */
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
   * `resolve` for callers with nothing below them on the stack, a promise's reaction above all: where the loop sleeps,
   * whoever waits runs within this very job of the platform, which saves a microtask.
   */
  deliver(value: T): void {
    const task = this._settle(RESOLVED, value)
    if (task !== null) task._loop._stepSoon(task)
  }

  /** `reject`, as `deliver`. */
  deliverError(error: unknown): void {
    const task = this._settle(REJECTED, error)
    if (task !== null) task._loop._stepSoon(task)
  }

  // ------------------------------------------------------------------ for those who use one again

  /** Called once nobody refers to it any more but whoever made it, who may `clear` it, and `begin` it for another wait. */
  protected recycle(): void {}

  /** As new, with nothing of what it was used for. */
  protected clear(): void {
    this._flags = PENDING
    this._outcome = undefined
    this._task = null
    this._options = IDLE
  }

  /** For one that was cleared: what it is now. */
  protected begin(options: ArrivalOptions): void {
    this._options = options
  }

  // ------------------------------------------------------------------ as what a task waits for

  /** @internal `task` waits for it from now on. */
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

  /** @internal As a future in its place would be. */
  _short(): string {
    return '<Future pending cb=[Task.task_wakeup()]>'
  }

  /** @internal As one of the externals of `loop`, as long as it is. */
  _external(loop: EventLoop): External | null {
    if (this._status !== PENDING || this._task === null) return null
    const { what } = this._options
    const transient = this._options.isTransient(loop)
    return { what, transient, abandon: undefined, end: () => this._removeWaiter() }
  }

  // ------------------------------------------------------------------ for whoever waits

  /** @internal */
  _asFuture(): ArrivalFuture<T> {
    if (this._future !== null) return this._future
    const loop = getRunningLoop()
    const future = new ArrivalFuture<T>(loop, this, this._options.what, this._options.isTransient(loop))
    this._future = future
    if (this._status !== PENDING) this._tell(future)
    return future
  }

  /** @internal The wait has ended: with what arrived, or without. */
  _letGo(): void {
    if ((this._flags & OVER) !== 0 && this._isUnknown) this.recycle()
    else this._flags |= LET_GO
  }

  /** @internal Does nobody hold it but whoever made it, once it is over and let go? */
  get _isUnknown(): boolean {
    const { _task: task } = this
    // A task that was overtaken, by somebody who called the iterator it waits with, would find another wait in its place.
    return this._future === null && (task === null || task._waitsFor === null)
  }

  /** @internal The wait has ended with an error: gives whether it is abandoned, or the error is the one that arrived. */
  _abandon(): boolean {
    const status = this._status
    if (status !== REJECTED) {
      this._end(undefined)
      this._future?.end()
      // Closed by somebody else than the task that waits: that is cancelled.
      if (status === PENDING && this._task?._waitsFor === this) wake(this._task)
    }
    this._letGo()
    return status !== REJECTED
  }

  // ------------------------------------------------------------------

  /** @internal Invariant: it settles once; gives the task to be woken, once. */
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

  /** @internal Whatever comes now comes too late. */
  _end(note: CancelNote | undefined): void {
    if (this._status === PENDING) this._leaveLoop()
    this._flags |= CANCELLED
    this._outcome = note
    if (this._future !== null) this._tell(this._future)
  }

  /** @internal It does not count among the externals of the loop any more, where a task waits; called once. */
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
