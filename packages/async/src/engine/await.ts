/**
 * What the generator of a compiled async generator yields, beside the values of its `yield`s.
 *
 * Compilers lower `await` in an async generator to a `yield` of a marked value, and `yield*` to one of a
 * wrapped iterator.
 */

import { describeValue } from '@acoro/core/lowlevel'

const brand: unique symbol = Symbol.for('acoro.async.Await') as never

/** An `await` in an async generator. */
export class Await {
  static {
    Object.defineProperty(Await.prototype, brand, { value: true })
  }

  readonly value: unknown
  /** Is the generator to be resumed by `return`? The iterator of a `yield*` has been closed. */
  readonly closes: boolean

  constructor(value: unknown, closes = false) {
    this.value = value
    this.closes = closes
  }
}

/** Is an error sent into a generator now because the value that it has yielded was rejected? */
export const sending: { rejection: boolean } = { rejection: false }

/** A value that came from the iterator of a `yield*`: it is not awaited. */
export class Delegated {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }

  static is(value: unknown): value is Delegated {
    return typeof value === 'object' && value !== null && prototypeOf(value) === Delegated.prototype
  }
}

const FOREIGN = ['__await', 'OverloadYield', '_OverloadYield', 'AwaitValue', '_AwaitValue']

/** Is it an `await`, of this copy of the helpers or another? TypeError for that of other helpers. */
export function isAwait(value: unknown): value is Await {
  if (typeof value !== 'object' || value === null) return false
  const prototype = prototypeOf(value)
  if (prototype === Await.prototype) return true
  if (prototype === null || prototype === Object.prototype) return false
  if (brand in prototype) return true
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  if (typeof maker !== 'function' || !FOREIGN.includes(maker.name)) return false
  throw new TypeError(
    `Expected the helpers of one compiler, got ${describeValue(value)} in an async generator of @acoro/async: ` +
      'take all helpers of a compiler from @acoro/async, or none',
  )
}

/** Null, too, for what cannot be asked. */
function prototypeOf(value: object): object | null {
  try {
    return Object.getPrototypeOf(value) as object | null
  } catch {
    return null
  }
}
