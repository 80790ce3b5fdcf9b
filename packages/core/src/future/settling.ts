/**
 * The state of a future: pending, and then settled once. Settling wakes its waiters.
 *
 *   pending --resolve--> resolved
 *           --reject--> rejected        the three on the right are final
 *           --cancel--> cancelled
 *
 * Most futures have one waiter, a task. So a single waiter is stored bare, and the second one makes an array.
 * A waiting task is stored as itself, because it is its own handle. The status and the flags are one small
 * integer.
 */

import type { EventLoop } from '../base/above.ts'
import { className } from '../base/brief.ts'
import { type CancelledError, isCancelledError, makeCancelledError } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED, RESOLVED, STATUS, UNRETRIEVED } from '../base/flags.ts'
import { state } from '../current/state.ts'
import { checkLoop } from '../scheduler/check.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { noteCreation } from '../tracing/debug.ts'
import { type CancelNote, noteOf } from './cancel-note.ts'
import { NativeAwaiter } from './done-callback.ts'
import { loopInForce } from './loop-in-force.ts'
import type { FailureRecord } from './unretrieved.ts'
import { GONE, remaining, removeWaiters, type Waiter } from './waiters.ts'

export abstract class Settling {
  // Declared, and assigned in the constructor. V8 has no fast path for defining the class fields of a base
  // class with more than four subclasses: a `new` of any of them would take 0.7 µs instead of 15 ns.
  /** @internal */
  declare readonly _loop: Scheduler
  /** @internal */
  declare _flags: number
  /**
   * @internal The result, the error or the CancelNote, by `_status`. A pending task keeps the note of a
   * cancel to come.
   */
  declare _outcome: unknown
  /** @internal */
  declare _waiters: Waiter | Waiter[] | FailureRecord | null

  constructor(loop?: EventLoop) {
    if (loop === undefined) this._loop = loopInForce()
    else {
      if (typeof loop !== 'object' || loop === null) checkLoop(loop, 'the loop of a future')
      this._loop = loop
    }
    this._flags = 0
    this._outcome = undefined
    this._waiters = null
    if (state.debugging) noteCreation(this)
  }

  /** @internal */
  get _status(): number {
    return this._flags & STATUS
  }

  /** @internal */
  _resolve(value: unknown): void {
    this._finish(RESOLVED, value)
  }

  /** @internal */
  _reject(error: unknown): void {
    this._flags |= UNRETRIEVED
    this._finish(REJECTED, error)
    this._loop._failures.push(this)
  }

  /** @internal Settles it with an error, which may be a cancellation. */
  _rejectOrCancel(error: unknown): void {
    if (isCancelledError(error)) {
      this._finish(CANCELLED, error)
    } else this._reject(error)
  }

  /** @internal Invariant: a future settles once, and schedules each of its waiters once, in order. */
  _finish(status: number, outcome: unknown): void {
    const waiters = this._waiters
    this._flags |= status
    this._outcome = outcome
    if (waiters === null) return
    this._waiters = null
    if (!Array.isArray(waiters)) this._loop._push(waiters as Waiter)
    else for (const waiter of waiters) if (waiter !== GONE) this._loop._push(waiter)
  }

  /** @internal */
  _addWaiter(waiter: Waiter): void {
    if (this._status !== PENDING) this._loop._push(waiter)
    else if (this._waiters === null) this._waiters = waiter
    else if (Array.isArray(this._waiters)) this._waiters.push(waiter)
    else this._waiters = [this._waiters as Waiter, waiter]
  }

  /** @internal */
  _removeWaiter(waiter: Waiter): void {
    if (this._status === PENDING) this._removeWaiters(waiter)
  }

  /**
   * @internal Removes all waiters that `key` finds from a pending future, and returns how many there were.
   */
  _removeWaiters(key: unknown): number {
    const waiters = this._waiters as Waiter | Waiter[] | null
    if (waiters === null) return 0
    const list = Array.isArray(waiters) ? waiters : [waiters]
    const removed = removeWaiters(list, key)
    if (list.length === 0) this._waiters = null
    return removed
  }

  /** @internal Is there a waiter that will not receive the outcome, because the loop is closed? */
  get _isUnheard(): boolean {
    return this._loop.isClosed() && this._waiterList().some((waiter) => !(waiter instanceof NativeAwaiter))
  }

  /** @internal */
  _waiterList(): Waiter[] {
    const waiters = this._status === PENDING ? this._waiters : null
    return waiters === null ? [] : Array.isArray(waiters) ? remaining(waiters) : [waiters as Waiter]
  }

  /** @internal The error of a future that failed or was cancelled. Taking it counts as retrieving it. */
  _takeError(): unknown {
    if (this._status === CANCELLED) return this._makeCancelledError()
    if ((this._flags & UNRETRIEVED) !== 0) {
      this._flags &= ~UNRETRIEVED
      if (this._waiters !== null) this._loop._unretrieved.forget(this)
    }
    return this._outcome
  }

  /** @internal A new error for each waiter, so that each has the message. */
  _makeCancelledError(): CancelledError {
    const held = this._outcome as CancelledError | CancelNote | undefined
    if (isCancelledError(held)) {
      // The first waiter receives the very error that ended it.
      this._outcome = noteOf(held)
      return held
    }
    return makeCancelledError(held?.message, held?.by)
  }

  /** @internal */
  get _className(): string {
    return className(this)
  }
}
