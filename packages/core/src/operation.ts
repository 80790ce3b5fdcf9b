/**
 * Coroutines without a generator: what waits for one thing, or for nothing at all, needs no frame.
 *
 * `yield* sleep(1)` and `yield* lock.acquire()` are the most common lines of all. An Operation is lazy and
 * one-shot like every coroutine, but where it is awaited it hands out the iterator of what it waits for
 * (a future is its own) or of a value that is there already. Only where a task or a driver by hand takes it as
 * a root is a generator made.
 */

import { Coroutine } from './coroutine.ts'
import type { Suspension } from './future.ts'
import { answerProbe, PROBE } from './probe.ts'
import { state } from './state.ts'

export abstract class Operation<T> extends Coroutine<T> {
  constructor(source: { readonly name: string }) {
    super(null, source)
  }

  /** Begins, at the moment it is awaited; what it gives suspends, or answers at once. */
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
  abstract start(): Iterator<Suspension, T, any>

  // biome-ignore lint/suspicious/noExplicitAny: see above.
  override [Symbol.iterator](): Iterator<Suspension, T, any> {
    this._begin()
    return this.start()
  }

  /** @internal */
  override _makeGenerator(): Generator<Suspension, T, unknown> {
    return started(this)
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
    if (sent === PROBE && this.#yielded) return answerProbe(undefined) as IteratorYieldResult<undefined>
    if (this.#yielded) return { done: true, value: this.#value }
    this.#yielded = true
    const result = { done: false, value: undefined } as const
    state.askable = result
    return result
  }

  throw(error: unknown): never {
    throw error
  }
}
