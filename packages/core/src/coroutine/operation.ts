/**
 * Coroutines without a generator: what waits for one thing, or for nothing at all, needs no frame.
 *
 * `yield* sleep(1)` and `yield* lock.acquire()` are the most common lines of all. An Operation is lazy and
 * one-shot like every coroutine, but where it is awaited it hands out the iterator of what it waits for
 * (a future is its own) or of a value that is there already. Only where a task or a driver by hand takes it as
 * a root is a frame made.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { noteAwaited, noteCoroutine } from '../tracing/debug.ts'
import { Coroutine, Frame } from './coroutine.ts'

/** Stands for the frame of one that needs none; an object, because those are compared faster than symbols. */
export const AWAITED: unique symbol = Object.freeze({}) as never

export abstract class Operation<T> extends Coroutine<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  /** @internal */
  declare readonly _source: { readonly name: string }
  /** @internal Null until it has begun; then the frame it is driven by, where it is driven. */
  declare _frame: Frame<T> | typeof AWAITED | null

  constructor(source: { readonly name: string }) {
    super()
    this._source = source
    this._frame = null
    if (state.debugging) noteCoroutine(this)
  }

  /** Begins, at the moment it is awaited; what it gives suspends, or answers at once. */
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
  abstract start(): Iterator<Suspension, T, any>

  get name(): string {
    return this._source.name
  }

  // biome-ignore lint/suspicious/noExplicitAny: see above.
  [Symbol.iterator](): Iterator<Suspension, T, any> {
    if (this._frame !== null) throw this._reused()
    if (state.debugging) noteAwaited(this)
    this._frame = AWAITED
    return this.start()
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    const frame = this._toFrame()
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    return arguments.length === 0 ? frame.next() : frame.next(sent)
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    return this._toFrame().throw(error)
  }

  return(value?: T): IteratorResult<Suspension, T> {
    return this._frame === AWAITED ? { done: true, value: value as T } : this._toFrame().return(value)
  }

  /** @internal */
  _toFrame(): Frame<T> {
    if (this._frame === AWAITED) throw this._reused()
    if (this._frame === null) {
      if (state.debugging) noteAwaited(this)
      this._frame = new Frame<T>(started(this), this._source)
    }
    return this._frame
  }

  /** @internal */
  get _isFresh(): boolean {
    return this._frame === null
  }
}

function* started<T>(operation: Operation<T>): Generator<Suspension, T, unknown> {
  return yield* { [Symbol.iterator]: () => operation.start() }
}

/**
 * An operation that is, where it is awaited, the iterator of its own wait: one object less. A frame it is driven by gets
 * an iterator beside it, because there it is itself that stands for the frame.
 */
export abstract class OwnIterator<T> extends Operation<T> {
  /** The wait goes on: suspends, or gives the value. `forwarded`: whoever waits passes on what it is sent, as `yield*` does. */
  abstract advance(sent: unknown, forwarded: boolean): IteratorResult<Suspension, T>

  /** Cancelled while it waits. */
  fail(_error: unknown): void {}

  /** Closed while it waits. */
  leave(): void {}

  /** For `start`: the iterator. */
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
    // biome-ignore lint/complexity/noArguments: see above.
    return this.#operation.advance(sent, arguments.length > 0)
  }

  throw(error: unknown): never {
    this.#operation.fail(error)
    throw error
  }

  return(value?: T): IteratorReturnResult<T> {
    this.#operation.leave()
    return { done: true, value: value as T }
  }
}

/** The iterator of a value that is there already. */
export class Ready<T> implements Iterator<never, T, unknown> {
  readonly done = true
  readonly value: T

  constructor(value: T) {
    this.value = value
  }

  /** It is its own result object: one allocation for a wait that does not happen. */
  next(): IteratorReturnResult<T> {
    return this
  }
}
