/**
 * The values that an async generator hands out, and the error that ends it.
 *
 * `emit` may stand at any depth below the body. An emission passes through `yield*` like a suspension, and
 * the driver of the body keeps it.
 */

import { CancelledError } from '../base/errors.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'

/** Thrown at the `emit` of an async generator that is being closed. Let it pass. Python: `GeneratorExit`. */
export class GeneratorExit extends CancelledError {
  static {
    Object.defineProperty(GeneratorExit.prototype, 'name', {
      value: 'GeneratorExit',
      configurable: true,
      writable: true,
    })
  }
}

const emissionBrand: unique symbol = Symbol.for('acoro.Emission') as never

/** A value on its way from `emit` to the consumer. */
export class Emission<T> {
  readonly value: T

  static {
    Object.defineProperty(Emission.prototype, emissionBrand, { value: true })
  }

  /** @internal */
  constructor(value: T) {
    this.value = value
  }
}

/** Is it one, of whichever copy of core? */
export function isEmission(value: unknown): value is Emission<unknown> {
  return typeof value === 'object' && value !== null && emissionBrand in value
}

class Emit<T, Sent> implements Iterator<Emission<T>, Sent, unknown> {
  readonly #emission: Emission<T>
  #emitted = false

  constructor(value: T) {
    this.#emission = new Emission(value)
  }

  [Symbol.iterator](): this {
    return this
  }

  next(sent?: unknown): IteratorResult<Emission<T>, Sent> {
    if (!this.#emitted) {
      this.#emitted = true
      return { done: false, value: this.#emission }
    }
    if (sent === PROBE) return answerProbe(undefined) as never
    return { done: true, value: sent as Sent }
  }

  throw(error: unknown): never {
    throw error
  }
}

/** The result of `emit`. `yield*` it in the body of an async generator. */
export interface EmitPoint<T, Sent> {
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the consumer's business.
  [Symbol.iterator](): Iterator<Emission<T>, Sent, any>
}

/**
 * Hands `value` to the consumer, and returns what the consumer sends back (`asend`). Python: `yield value` in
 * `async def`.
 */
export function emit<T, Sent = unknown>(value: T): EmitPoint<T, Sent> {
  return new Emit<T, Sent>(value)
}
