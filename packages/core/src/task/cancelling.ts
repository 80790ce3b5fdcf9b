/**
 * How a task is cancelled.
 *
 * What it waits for is cancelled, and that wakes the task. If it waits for nothing that can be cancelled, its
 * next step throws. The requests are counted, and `uncancel` takes one back. So nested scopes can tell a
 * cancellation of their own from one that came from outside.
 */

import {
  BEGUN,
  CANCELLING,
  LEVEL,
  MOST_REQUESTS,
  MUST_CANCEL,
  PENDING,
  REQUEST,
  REQUEST_SHIFT,
} from '../base/flags.ts'
import type { Blocker } from '../future/blocker.ts'
import { type CancelNote, cancelNote } from '../future/cancel-note.ts'
import { SteppedTask } from './stepping.ts'

export abstract class CancellableTask<T> extends SteppedTask<T> {
  /**
   * Asks it to end: CancelledError is thrown where it waits, in the loop's next iteration at the earliest. It
   * may clean up, and may refuse by swallowing the error. Returns false if it is done.
   * asyncio: `task.cancel(msg)`.
   */
  override cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    const waitsFor = this._waitsFor
    if (waitsFor instanceof CancellableTask) return cancelChain(this as CancellableTask<unknown>, message)
    const note = cancelNote(message)
    this._request(1)
    if (waitsFor !== null && this._cancelWait(waitsFor, message)) return true
    this._cancelNextStep(note)
    return true
  }

  /**
   * @internal It does not wait, or what it waits for is done or cannot be cancelled: its next step will
   * throw.
   */
  _cancelNextStep(note: CancelNote | undefined): void {
    this._flags |= MUST_CANCEL
    this._outcome = note
  }

  /** @internal */
  _cancelWait(waitsFor: Blocker, message: unknown): boolean {
    if ((this._flags & CANCELLING) !== 0) {
      this._breakCircle(waitsFor)
      return false
    }
    this._flags |= CANCELLING
    try {
      return waitsFor.cancel(message)
    } finally {
      this._flags &= ~CANCELLING
    }
  }

  /** @internal Breaks a circle of tasks that await one another, or none of them could ever be cancelled. */
  _breakCircle(waitsFor: Blocker): void {
    this._request(-1)
    waitsFor._removeWaiter(this)
    this._waitsFor = null
    this._flags |= BEGUN
    this._loop._push(this)
  }

  /** @internal Adds one request, or takes one back. */
  _request(change: 1 | -1): void {
    if (this._flags < MOST_REQUESTS) this._flags += change * REQUEST
    else countMore(this as CancellableTask<unknown>, change)
  }

  /** The number of calls of `cancel()`, less those of `uncancel()`. */
  cancelling(): number {
    const count = this._flags >> REQUEST_SHIFT
    return this._flags < MOST_REQUESTS ? count : count + (more.get(this as CancellableTask<unknown>) ?? 0)
  }

  /**
   * Takes one request back. Code that handles a cancellation of its own making must call it. Returns how many
   * are left.
   */
  uncancel(): number {
    if (this._flags >= REQUEST) {
      this._request(-1)
      if (this._flags < REQUEST) this._flags &= ~MUST_CANCEL
    }
    return this.cancelling()
  }

  /**
   * @internal How many requests to be cancelled have been thrown. None in a scope that is cancelled: what it
   * throws belongs to no block inside.
   */
  get _cancelsThrown(): number {
    if ((this._flags & LEVEL) !== 0) return 0
    return this.cancelling() - ((this._flags & MUST_CANCEL) !== 0 ? 1 : 0)
  }
}

/** The requests for which the flags have no room: those beyond 260,000. */
const more = new WeakMap<CancellableTask<unknown>, number>()

function countMore(task: CancellableTask<unknown>, change: 1 | -1): void {
  const count = (more.get(task) ?? 0) + change
  if (count >= 0) more.set(task, count)
  else task._flags -= REQUEST
}

/**
 * Cancels tasks that wait for one another, from `first` on. It does not recurse: the chain may be longer than
 * the stack allows. It cancels what the last task waits for. If that cannot be cancelled, the next step of
 * the last task throws.
 */
function cancelChain(first: CancellableTask<unknown>, message: unknown): boolean {
  const note = cancelNote(message)
  const chain: CancellableTask<unknown>[] = []
  let at = first
  let cancelled = false
  try {
    for (;;) {
      const waitsFor = at._waitsFor
      at._request(1)
      if ((at._flags & CANCELLING) !== 0) {
        at._breakCircle(waitsFor as Blocker)
        at._cancelNextStep(note)
        cancelled = true
        break
      }
      chain.push(at)
      at._flags |= CANCELLING
      if (!(waitsFor instanceof CancellableTask) || waitsFor.cancel !== CancellableTask.prototype.cancel) {
        cancelled = waitsFor?.cancel(message) ?? false
        break
      }
      if (waitsFor._status !== PENDING) break
      at = waitsFor
    }
  } finally {
    for (const task of chain) task._flags &= ~CANCELLING
  }
  if (!cancelled) (chain.at(-1) as CancellableTask<unknown>)._cancelNextStep(note)
  return true
}
