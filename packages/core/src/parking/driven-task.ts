/**
 * A task whose body is no coroutine: another package drives it (compiled async functions, `@acoro/async`).
 *
 * driven-steps.ts steps it. Here is how it ends, and how it is cancelled. A call that waits for the promise
 * of another call cancels that one if no other code waits for it; what others wait for, too, goes on.
 */

import { CANCELLED, PENDING, REJECTED, RESOLVED } from '../base/flags.ts'
import { cancelNote } from '../future/cancel-note.ts'
import { type Future, isFuture } from '../future/future.ts'
import type { Waiter } from '../future/waiters.ts'
import type { Task } from '../task/task.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { DrivenSteps } from './driven-steps.ts'
import { PromiseWait } from './promise-wait.ts'

// It has no constructor and no fields of its own: engines skip such a class when an object is made.
export abstract class DrivenTask<T> extends DrivenSteps<T> {
  /** @internal */
  override _finish(status: number, outcome: unknown): void {
    this._sent = undefined
    super._finish(status, outcome)
    if (status === RESOLVED) this.ended(outcome, false)
    else this.ended(status === CANCELLED ? this._makeCancelledError() : outcome, true)
  }

  /** @internal The promise of the call reports the error if no code handles it. */
  override _reject(error: unknown): void {
    this._finish(REJECTED, error)
  }

  /** @internal */
  override _addWaiter(waiter: Waiter): void {
    this.taken()
    super._addWaiter(waiter)
  }

  /** @internal */
  override _takeError(): unknown {
    this.taken()
    return super._takeError()
  }

  /**
   * Asks it to end. What it waits for is cancelled if it alone is known to wait for that; if not, only its
   * own wait ends.
   */
  override cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    return cancelCalls(this as DrivenTask<unknown>, message)
  }

  /** @internal The task that it waits for, if no other code is known to wait for that. */
  get _soleTarget(): DrivenTask<unknown> | null {
    const wait = this._waitsFor
    if (wait instanceof PromiseWait) return wait._isSole ? (wait._target as DrivenTask<unknown>) : null
    return wait instanceof DrivenTask && this._isSoleWaiterOf(wait) ? wait : null
  }

  /** @internal */
  _isSoleWaiterOf(future: Future<unknown>): boolean {
    return future._waiters === this && ((future as Partial<DrivenTask<unknown>>)._awaiters ?? 0) === 0
  }

  /** Told when it is asked to end, before any other code runs. */
  protected cancelRequested(_message: unknown): void {}

  /** @internal */
  _cancelHere(message: unknown): boolean {
    this.cancelRequested(message)
    const wait = this._waitsFor
    // What others wait for, too, goes on. A coroutine that it delegates to waits as all coroutines do.
    if (this._isAtBody && isFuture(wait) && wait._status === PENDING && !this._isSoleWaiterOf(wait)) {
      this._leave(wait, message)
      return true
    }
    return super.cancel(message)
  }

  /** @internal Ends its wait alone: the next step throws. */
  _leave(wait: Future<unknown>, message: unknown): void {
    const note = cancelNote(message)
    this._request(1)
    wait._removeWaiter(this as Task<unknown>)
    this._waitsFor = null
    this._cancelNextStep(note)
    this._loop._push(this)
  }

  /** @internal It is asked to end, and what it waits for is cancelled. */
  _passOn(message: unknown): void {
    this._request(1)
    this.cancelRequested(message)
  }

  /** @internal The body, if the driver knows where it stands, and then the coroutines it delegates to. */
  override _standing(): StackFrame[] {
    return this._isDelegating ? [...this.places(), ...super._standing()] : this.places()
  }
}

/**
 * Cancels calls that wait for one another, from `first` on: the last one is cancelled, and its error goes
 * back by the promises. It does not recurse: the chain may be longer than the stack allows.
 */
function cancelCalls(first: DrivenTask<unknown>, message: unknown): boolean {
  const seen = new Set<DrivenTask<unknown>>()
  let at = first
  for (;;) {
    const target = at._soleTarget
    if (target === null) return at._cancelHere(message)
    // Calls that wait for one another in a circle: only the wait ends.
    if (seen.has(target)) return at._cancelHere(message)
    seen.add(at)
    at._passOn(message)
    // A task may have a `cancel` of its own, which aborts its signal.
    if (target.cancel !== DrivenTask.prototype.cancel) return target.cancel(message)
    at = target
  }
}
