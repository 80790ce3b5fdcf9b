/**
 * The iterator of a wait after which something is left to do: to take the lock, the item, the permits.
 *
 * A task that was woken runs later, and in between it may be cancelled, or another task may run first. asyncio's
 * primitives settle what they hand out when the woken task runs, and so do these: `taken` is called then and
 * may wait again (an item may be gone). Where the task was cancelled instead, the Parked has handed the wake-up on
 * before `left` is called.
 */

import type { Future, Suspension } from '@acoro/core'
import { answerProbe, type Parked, PROBE } from '@acoro/core/lowlevel'

export abstract class Turn<W, T> implements Iterator<Suspension, T, unknown> {
  // Declared, not defined: the engine defines class fields of a base class with many subclasses very slowly.
  /** @internal Where it waits now. */
  declare _parked: Parked<W>

  constructor(parked: Parked<W>) {
    this._parked = parked
  }

  /** The woken task runs: gives what it waited for, or waits `again`. */
  protected abstract taken(value: W): IteratorResult<Suspension, T>

  /** The wait ended without: cancelled, or closed. */
  protected left(): void {}

  /** For `left`: had the wake-up come already? */
  protected get wasWoken(): boolean {
    return this._parked.done() && !this._parked.cancelled()
  }

  /** Waits on, in another place. */
  protected again(parked: Parked<W>): IteratorResult<Suspension, T> {
    this._parked = parked
    return parked.next(undefined) as IteratorYieldResult<Suspension>
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    if (sent === PROBE) return answerProbe(this._parked as Future<unknown>, this.next)
    const result = this._parked.next(sent)
    return result.done === true ? this.taken(result.value) : result
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    try {
      this._parked.throw(error)
    } finally {
      this.left()
    }
    throw error
  }

  return(value?: T): IteratorReturnResult<T> {
    this._parked.return()
    this.left()
    return { done: true, value: value as T }
  }
}
