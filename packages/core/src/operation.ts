/**
 * Coroutines without a generator: what waits for one thing, or for nothing at all, needs no frame.
 *
 * `yield* sleep(1)` and `yield* lock.acquire()` are the most common lines of all. An Operation is lazy and
 * one-shot like every coroutine, but where it is awaited it hands out the iterator of what it waits for
 * (a future is its own) or of a value that is there already. Only where a task or a driver by hand takes it as
 * a root is a frame made.
 */

import { Coroutine, detachSuspended, Frame } from './coroutine.ts'
import { noteAwaited, noteCoroutine } from './debug.ts'
import type { Suspension } from './future.ts'
import { answerProbe, PROBE } from './probe.ts'
import { state } from './state.ts'

const AWAITED = Symbol('awaited')
/** Of a pause: it has suspended. */
const PAUSING = Symbol('pausing')
const ENDED = Symbol('ended')

export abstract class Operation<T> extends Coroutine<T> {
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  /** @internal */
  declare readonly _source: { readonly name: string }
  /** @internal Null until it has begun; then the frame it is driven by, where it is driven. */
  declare _frame: Frame<T> | symbol | null

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
    this._begin()
    return this.start()
  }

  /** @internal Its awaiting begins. */
  _begin(): void {
    if (this._frame !== null) throw this._reused()
    if (state.debugging) noteAwaited(this)
    this._frame = AWAITED
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
    return typeof this._frame === 'symbol' ? { done: true, value: value as T } : this._toFrame().return(value)
  }

  /** @internal */
  _toFrame(): Frame<T> {
    if (typeof this._frame === 'symbol') throw this._reused()
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

/**
 * What a pause suspends with, always. The engine makes it, so that it has the shape of all other suspensions. Whoever
 * suspends with it first has a coroutine taken off the stack that was driven by hand in this step (see coroutine.ts):
 * the result object would not tell the two apart.
 */
const PAUSED = (function* paused(): Generator<undefined> {
  yield
})().next() as IteratorYieldResult<undefined>

/** The same, for an iterator made by hand that does not pass on what it is sent: it is not to be asked. */
const PAUSED_UNASKED = (function* paused(): Generator<undefined> {
  yield
})().next() as IteratorYieldResult<undefined>

function pause(forwarded: boolean): IteratorYieldResult<undefined> {
  if (state.suspended !== null) detachSuspended()
  if (!forwarded) return PAUSED_UNASKED
  state.askable = PAUSED
  return PAUSED
}

/** The iterator of a bare `yield`: suspends once, and the task is resumed in the next iteration. */
export class OneYield<T> implements Iterator<undefined, T, unknown> {
  #yielded = false
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  next(sent?: unknown): IteratorResult<undefined, T> {
    if (this.#yielded) {
      if (sent === PROBE) return answerProbe(undefined) as IteratorYieldResult<undefined>
      return { done: true, value: this.#value }
    }
    this.#yielded = true
    // biome-ignore lint/complexity/noArguments: a rest parameter would allocate at each pause.
    return pause(arguments.length > 0)
  }

  throw(error: unknown): never {
    throw error
  }
}

/** `sleep(0)`: where it is awaited it is its own iterator, one object a pause. */
export class Pause<T> extends Operation<T> {
  declare readonly _value: T

  constructor(source: { readonly name: string }, value: T) {
    super(source)
    this._value = value
  }

  start(): Iterator<Suspension, T, unknown> {
    return new OneYield(this._value)
  }

  override [Symbol.iterator](): Iterator<Suspension, T, unknown> {
    this._begin()
    return this
  }

  override next(sent?: unknown): IteratorResult<Suspension, T> {
    if (this._frame === PAUSING) {
      if (sent === PROBE) return answerProbe(undefined)
      this._frame = ENDED
      return { done: true, value: this._value }
    }
    // biome-ignore lint/complexity/noArguments: see above.
    const forwarded = arguments.length > 0
    if (this._frame === AWAITED) {
      this._frame = PAUSING
      return pause(forwarded)
    }
    return forwarded ? super.next(sent) : super.next()
  }

  override throw(error: unknown): IteratorResult<Suspension, T> {
    if (this._frame !== AWAITED && this._frame !== PAUSING) return super.throw(error)
    this._frame = ENDED
    throw error
  }
}
