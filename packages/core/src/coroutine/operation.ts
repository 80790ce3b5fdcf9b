/**
 * Coroutines without a generator: a wait for one thing, or for nothing, needs no frame.
 *
 * `yield* sleep(1)` and `yield* lock.acquire()` are the most common lines of all. An Operation is lazy and
 * can be awaited once, like every coroutine. Awaiting it returns the iterator of its wait: a future, which is
 * its own iterator, or a value that is there already. A task, or a driver by hand, needs a frame as its root,
 * so an Operation makes one for them.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { noteMadeAt } from '../tracing/debug.ts'
import type { Place } from '../tracing/place.ts'
import { Watch, watchAwaited, watchFirst, whenNoLongerNew } from '../tracing/unawaited.ts'
import { Coroutine } from './coroutine.ts'
import { Frame } from './frame.ts'
import type { AnyIterator } from './native.ts'

/**
 * Stands for the frame of an operation that needs none. An object, because objects are compared faster than
 * symbols.
 */
export const AWAITED: unique symbol = Object.freeze({}) as never

export abstract class Operation<T> extends Coroutine<T> {
  static {
    whenNoLongerNew(() => Reflect.deleteProperty(Operation.prototype, '_watchIfNew'))
  }

  // Declared, and assigned in the constructor, for speed: see Settling.
  /** @internal */
  declare readonly _source: { readonly name: string }
  /**
   * @internal Null until it has begun, or what watches it. Then AWAITED, or the frame that drives it.
   */
  declare _frame: Frame<T> | typeof AWAITED | Watch | null

  constructor(source: { readonly name: string }) {
    super()
    this._source = source
    this._frame = state.debugging ? watchAwaited(source) : null
    this._watchIfNew()
  }

  /** Begins the wait when it is awaited. The iterator that it returns suspends, or answers at once. */
  abstract start(): AnyIterator<T>

  get functionName(): string {
    return this._source.name
  }

  [Symbol.iterator](): AnyIterator<T> {
    if (this._frame !== null) return this._iterateWatched()
    this._frame = AWAITED
    return this.start()
  }

  /** @internal What its start makes was made where the operation was made: debug mode asks once for both. */
  _iterateWatched(): AnyIterator<T> {
    const place = this._frame instanceof Watch ? this._frame.place : null
    this._checkFresh()
    this._frame = AWAITED
    const before = noteMadeAt(place)
    try {
      return this.start()
    } finally {
      noteMadeAt(before)
    }
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
    this._unwatch()
    if (this._frame === AWAITED) throw this._reused()
    this._frame ??= new Frame<T>(started(this), this._source)
    return this._frame as Frame<T>
  }

  /** @internal */
  override _watchIfNew(): void {
    this._frame ??= watchFirst(this._source) ?? null
  }

  /** @internal */
  _checkFresh(): void {
    this._unwatch()
    if (this._frame !== null) throw this._reused()
  }

  /** @internal */
  _unwatch(): Place | undefined {
    if (!(this._frame instanceof Watch)) return undefined
    const { place } = this._frame
    this._frame.end()
    this._frame = null
    return place
  }

  /** @internal */
  get _isFresh(): boolean {
    return this._frame === null || this._frame instanceof Watch
  }
}

function* started<T>(operation: Operation<T>): Generator<Suspension, T, unknown> {
  return yield* { [Symbol.iterator]: () => operation.start() }
}
