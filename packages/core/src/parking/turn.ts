/**
 * A wait in line that ends with a last action, such as taking the lock, the item or the permits.
 *
 * A woken task runs later. Before that, it may be cancelled, or another task may run first. As in asyncio,
 * the action happens when the woken task runs: `taken` is called then, and may wait again if the item is
 * gone. If the task was cancelled instead, its wake-up is handed on, and then `left` is called.
 */

import { CANCELLED, PENDING } from '../base/flags.ts'
import { OwnIterator } from '../coroutine/own-iterator.ts'
import type { Future, Suspension } from '../future/future.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'
import type { Parked } from './wait-queue.ts'

export abstract class Turn<W, T> extends OwnIterator<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Settling.
  /** @internal The place in line where it waits now; null before that, and once the wait is over. */
  declare _parked: Parked<W> | null

  constructor(source: { readonly name: string }) {
    super(source)
    this._parked = null
  }

  /** Called when the woken task runs. Returns the value it waited for, or waits `again`. */
  protected abstract taken(value: W): IteratorResult<Suspension, T>

  /** Called when the wait has ended without a value, because it was cancelled or closed. */
  protected left(): void {}

  /** For `taken` and `left`: the place in line where it waited. */
  protected get parked(): Parked<W> {
    return this._parked as Parked<W>
  }

  /** For `left`: whether the task was woken before. */
  protected get wasWoken(): boolean {
    const status = (this._parked as Parked<W>)._status
    return status !== PENDING && status !== CANCELLED
  }

  /** For `start`: waits in a place in line. */
  protected wait(parked: Parked<W>): Iterator<Suspension, T, unknown> {
    this._parked = parked
    return this.own()
  }

  /** Waits again, in another place in line. */
  protected again(parked: Parked<W>): IteratorResult<Suspension, T> {
    this._parked = parked
    return parked.next(undefined) as IteratorYieldResult<Suspension>
  }

  override advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T> {
    const parked = this._parked
    if (parked === null) throw this._reused()
    if (sent === PROBE) return answerProbe(parked as Future<unknown>)
    const result = forwarded ? parked.next(sent) : parked.next()
    if (result.done !== true) return result
    let taken: IteratorResult<Suspension, T>
    try {
      taken = this.taken(result.value)
    } catch (error) {
      this._parked = null
      throw error
    }
    // What it has taken is the task's: to close it now must not give that back.
    if (taken.done === true) this._parked = null
    return taken
  }

  override fail(_error: unknown): void {
    if (this._parked === null) return
    this._parked._giveBack()
    this._gone()
  }

  override leave(): void {
    if (this._parked === null) return
    try {
      this._parked.return()
    } finally {
      this._gone()
    }
  }

  /** @internal */
  _gone(): void {
    try {
      this.left()
    } finally {
      this._parked = null
    }
  }
}
