/**
 * How a task is cancelled: what it waits for is cancelled, and that wakes it; if it waits for nothing that can be
 * cancelled, its next step throws. The requests are counted, and `uncancel` takes one back.
 */

import {
  BEGUN,
  CANCELLING,
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
   * Asks it to end: CancelledError is thrown where it waits, in the loop's next iteration at the earliest. It may
   * clean up, and may refuse by swallowing the error. False where it is done. asyncio: `task.cancel(msg)`.
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

  /** @internal Not waiting, or for something that is done or cannot be cancelled: the step to come will throw. */
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

  /** @internal Tasks that await one another in a circle: it is broken here, or nobody could ever be cancelled. */
  _breakCircle(waitsFor: Blocker): void {
    this._request(-1)
    waitsFor._removeWaiter(this)
    this._waitsFor = null
    this._flags |= BEGUN
    this._loop._push(this)
  }

  /** @internal One request more, or one less. */
  _request(change: 1 | -1): void {
    if (this._flags < MOST_REQUESTS) this._flags += change * REQUEST
    else countMore(this as CancellableTask<unknown>, change)
  }

  /** How many `cancel()` there were, less the `uncancel()`. */
  cancelling(): number {
    const count = this._flags >> REQUEST_SHIFT
    return this._flags < MOST_REQUESTS ? count : count + (more.get(this as CancellableTask<unknown>) ?? 0)
  }

  /** Takes one request back, as whoever handled a cancellation of its own making must; gives how many are left. */
  uncancel(): number {
    if (this._flags >= REQUEST) {
      this._request(-1)
      if (this._flags < REQUEST) this._flags &= ~MUST_CANCEL
    }
    return this.cancelling()
  }

  /** @internal How many requests to be cancelled have been thrown. */
  get _cancelsThrown(): number {
    return this.cancelling() - ((this._flags & MUST_CANCEL) !== 0 ? 1 : 0)
  }
}

/** The requests beyond those the flags have room for: four million. */
const more = new WeakMap<CancellableTask<unknown>, number>()

function countMore(task: CancellableTask<unknown>, change: 1 | -1): void {
  const count = (more.get(task) ?? 0) + change
  if (count >= 0) more.set(task, count)
  else task._flags -= REQUEST
}

/**
 * Cancels tasks that wait for one another from `first` on, without a call inside a call: there may be more of them than the
 * stack has room for. What the last one waits for is cancelled, and then each is told whether what it waits for was.
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
