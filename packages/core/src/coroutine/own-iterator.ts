/**
 * An operation that is the iterator of its own wait when it is awaited. That saves one object.
 *
 * If a frame drives it, it returns an iterator beside it, because then the operation itself stands for the
 * frame.
 */

import type { Suspension } from '../future/future.ts'
import { noteThrown } from '../tracing/trail.ts'
import { AWAITED, Operation } from './operation.ts'

export abstract class OwnIterator<T> extends Operation<T> {
  /**
   * Goes on with the wait: suspends, or returns the value. `forwarded`: the waiting code passes on what it is
   * sent, as `yield*` does.
   */
  abstract advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T>

  /** Called when it is cancelled while it waits. */
  fail(_error: unknown): void {}

  /** Called when it is closed while it waits. */
  leave(): void {}

  /** The iterator that `start` returns. */
  protected own(): Iterator<Suspension, T, unknown> {
    return this._frame === AWAITED ? this : new Beside(this)
  }

  override next(sent?: unknown): IteratorResult<Suspension, T> {
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    const forwarded = arguments.length > 0
    if (this._frame === AWAITED) return this.advance(sent, forwarded)
    return forwarded ? super.next(sent) : super.next()
  }

  override throw(error: unknown): IteratorResult<Suspension, T> {
    if (this._frame !== AWAITED) return super.throw(error)
    noteThrown(error, undefined)
    this.fail(error)
    throw error
  }

  override return(value?: T): IteratorResult<Suspension, T> {
    if (this._frame !== AWAITED) return super.return(value)
    this.leave()
    return { done: true, value: value as T }
  }
}

class Beside<T> implements Iterator<Suspension, T, unknown> {
  readonly #operation: OwnIterator<T>

  constructor(operation: OwnIterator<T>) {
    this.#operation = operation
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    return this.#operation.advance(sent, arguments.length > 0)
  }

  throw(error: unknown): never {
    noteThrown(error, undefined)
    this.#operation.fail(error)
    throw error
  }

  return(value?: T): IteratorReturnResult<T> {
    this.#operation.leave()
    return { done: true, value: value as T }
  }
}
