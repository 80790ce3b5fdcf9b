/**
 * Coroutines without a generator: what waits for one thing, or for nothing at all, needs no frame.
 *
 * `yield* sleep(1)` and `yield* lock.acquire()` are the most common lines of all. An Operation is lazy and
 * one-shot like every coroutine, but where it is awaited it hands out the iterator of what it waits for
 * (a future is its own) or of a value that is there already. Only where a task or a driver by hand takes it as
 * a root is a frame made.
 */

import { Coroutine, Frame } from './coroutine.ts'
import { noteAwaited, noteCoroutine } from './debug.ts'
import type { Suspension } from './future.ts'
import { answerProbe, PROBE } from './probe.ts'
import { state } from './state.ts'

const AWAITED = Symbol('awaited')

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
    const result = { done: false, value: undefined } as const
    state.askable = result
    return result
  }

  throw(error: unknown): never {
    throw error
  }
}
