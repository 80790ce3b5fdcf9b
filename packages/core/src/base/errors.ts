/**
 * The errors of acoro. They live in core so that every package, and every copy of a package, throws the same
 * ones.
 *
 * `catch` in JavaScript takes every error, a cancellation too. So code must be able to tell a cancellation
 * that another copy of core made. A brand answers that, never `instanceof`. A CancelledError that acoro
 * throws captures no stack, in debug mode neither. Capturing costs 20 µs and would show the loop. The error
 * carries who cancelled and why instead.
 */

import type { Timeout } from './above.ts'
import { limitStacks } from './stack-limit.ts'

const cancelledBrand: unique symbol = Symbol.for('acoro.CancelledError') as never

/**
 * A `name` on the prototype costs nothing for each error, and is not printed as a property of each. An error
 * of another copy of core is an instance, too: `catch` tells errors by `instanceof`.
 */
export function nameOf(error: { prototype: Error }, name: string): void {
  const brand = Symbol.for(`acoro.${name}`)
  Object.defineProperty(error.prototype, 'name', { value: name, configurable: true, writable: true })
  Object.defineProperty(error.prototype, brand, { value: true })
  Object.defineProperty(error, Symbol.hasInstance, {
    // A subclass inherits it.
    value(this: unknown, thing: unknown): boolean {
      return this === error
        ? hasBrand(thing, brand)
        : Function.prototype[Symbol.hasInstance].call(this, thing)
    },
  })
}

function hasBrand(thing: unknown, brand: symbol): boolean {
  try {
    return typeof thing === 'object' && thing !== null && brand in thing
  } catch {
    // A revoked Proxy throws at every question.
    return false
  }
}

/** A use, or a moment of use, that the contract forbids. asyncio: RuntimeError. */
export class RuntimeError extends Error {
  static {
    nameOf(RuntimeError, 'RuntimeError')
  }
}

/** A future has no outcome yet, or has one already. */
export class InvalidStateError extends Error {
  static {
    nameOf(InvalidStateError, 'InvalidStateError')
  }
}

/** A deadline passed before the work under it was done. */
export class TimeoutError extends Error {
  static {
    nameOf(TimeoutError, 'TimeoutError')
  }
  /** The deadline in ms on the loop's clock, if the error comes from a timeout. */
  readonly when: number | undefined
  /** The timeout that expired: the scope that its body received. */
  readonly timeout: Timeout | undefined

  constructor(message?: string, options?: ErrorOptions & { when?: number; timeout?: Timeout | undefined }) {
    super(message, options)
    this.when = options?.when
    this.timeout = options?.timeout
  }
}

/**
 * Thrown at the `yield*` of a task that was cancelled. Let it pass, or the task was not cancelled. In a
 * `catch` that takes every error, call `throwIfCancelled(error)` first. asyncio: `asyncio.CancelledError`.
 */
export class CancelledError extends Error {
  static {
    nameOf(CancelledError, 'CancelledError')
  }
  /** The name of the task that called `cancel()`; undefined if no task did (a timer, a signal). */
  readonly cancelledBy: string | undefined

  constructor(message?: string, options?: ErrorOptions & { cancelledBy?: string | undefined }) {
    super(message, options)
    this.cancelledBy = options?.cancelledBy
  }
}

/** Every task waits, and nothing is left that could wake one of them. */
export class DeadlockError extends Error {
  static {
    nameOf(DeadlockError, 'DeadlockError')
  }
}

/**
 * Makes a CancelledError without a stack. The stack is of no use, and is most of the cost of a cancellation.
 */
export function makeCancelledError(message?: string, cancelledBy?: string): CancelledError {
  const limit = limitStacks(0)
  const error = new CancelledError(message)
  if (cancelledBy !== undefined) (error as { cancelledBy: string | undefined }).cancelledBy = cancelledBy
  limitStacks(limit)
  return error
}

/** Is this a cancellation, from any copy of acoro? */
export function isCancelledError(error: unknown): error is CancelledError {
  try {
    return typeof error === 'object' && error !== null && cancelledBrand in error
  } catch {
    return false
  }
}

/**
 * Throws `error` again if it is a cancellation. Use it as the first line of a `catch` that takes every error.
 *
 * @example
 * ```ts
 * import { coroutine, run, sleep, throwIfCancelled } from '@acoro/core'
 *
 * const careful = coroutine(function* careful() {
 *   try {
 *     yield* sleep(1)
 *     throw new Error('a failure')
 *   } catch (error) {
 *     throwIfCancelled(error)
 *     return `handled ${(error as Error).message}`
 *   }
 * })
 * await run(careful()) // => 'handled a failure'
 * ```
 */
export function throwIfCancelled(error: unknown): void {
  if (isCancelledError(error)) throw error
}

/** Describes a value for the «got …» of an error message. Never throws. */
export function describeValue(value: unknown): string {
  try {
    return described(value)
  } catch {
    // A revoked Proxy, or a getter that throws.
    return `${typeof value === 'function' ? 'a function' : 'an object'} that cannot be looked at`
  }
}

function described(value: unknown): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`
    case 'number':
    case 'bigint':
    case 'boolean':
      return `the ${typeof value} ${String(value)}`
    case 'undefined':
      return 'undefined'
    case 'symbol':
      return `the symbol ${String(value)}`
    case 'function':
      return typeof value.name !== 'string' || value.name === '' ? 'a function' : `the function ${value.name}`
    default: {
      if (Array.isArray(value)) return `an array of ${value.length}`
      const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
      const name = typeof tag === 'string' ? tag : (value as object).constructor?.name
      if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
      return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
    }
  }
}

/** Throws unless `value` is a number and not NaN. Every delay and deadline is checked here. */
export function checkMilliseconds(value: unknown, what: string): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${what} in milliseconds, a number, got ${describeValue(value)}`)
  }
  if (Number.isNaN(value)) throw new RangeError(`Expected ${what} in milliseconds, a number, got NaN`)
}
