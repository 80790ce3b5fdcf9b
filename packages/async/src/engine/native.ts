/**
 * The engine's own methods, taken before other code can change them; and what compiled code hands to a
 * helper.
 */

import { describeValue } from '@acoro/core/lowlevel'

const generators = Object.getPrototypeOf((function* () {})()) as object
type Resumable = Generator<unknown, unknown, unknown>
const prototype = Object.getPrototypeOf(generators) as Resumable | null
/**
 * Null if this file was compiled for a target without generators: swc gives each of its objects methods of
 * its own.
 */
const shared = typeof prototype?.next === 'function' ? prototype : null

/**
 * The engine's `next`, to be called on a generator of the engine. A look-up on the generator takes longer.
 */
export const resumeNext: (sent?: unknown) => IteratorResult<unknown, unknown> = (shared?.next ??
  function (this: Resumable, sent: unknown) {
    return this.next(sent)
  }) as never
export const resumeThrow: (error: unknown) => IteratorResult<unknown, unknown> = (shared?.throw ??
  function (this: Resumable, error: unknown) {
    return this.throw(error)
  }) as never
export const resumeReturn: (value: unknown) => IteratorResult<unknown, unknown> = (shared?.return ??
  function (this: Resumable, value: unknown) {
    return this.return(value)
  }) as never

const functions = Object.getPrototypeOf(function* () {}) as object

/**
 * What compilers make of the body of an async function: a generator function, which yields for each `await`.
 */
export type Body = (this: never, ...args: never[]) => unknown

/**
 * Returns `generator`, which `body` has made, as one of the engine. TypeError if it is none: the helper was
 * called by other code than a compiler's.
 */
export function engineGenerator(
  generator: Generator<unknown, unknown, unknown>,
  body: Body,
): Generator<unknown, unknown, unknown> {
  if (Object.getPrototypeOf(body) === functions) return generator
  if (typeof generator?.next !== 'function') throw misuse(body)
  return delegating(generator)
}

/** A generator that a compiler made, for a target without generators. */
function* delegating(generator: Generator<unknown, unknown, unknown>): Generator<unknown, unknown, unknown> {
  return yield* generator
}

/** Throws a TypeError if a compiler cannot have made `body`. */
export function checkBody(body: unknown): asserts body is Body {
  if (typeof body !== 'function') throw misuse(body)
}

/** Throws a TypeError if `generator`, which could not be resumed, is none. */
export function checkGenerator(generator: unknown): void {
  const isOne =
    shared === null
      ? typeof (generator as Partial<Resumable> | null)?.next === 'function'
      : Object.prototype.isPrototypeOf.call(shared, generator as object)
  if (!isOne) throw misuse(generator)
}

function misuse(body: unknown): TypeError {
  return new TypeError(
    `Expected the generator function of a compiled async function, got ${describeValue(body)}: ` +
      'this helper is called by what a compiler makes of async functions, not by hand',
  )
}

/** The engine's `then`: `await` calls it on a native promise, even if that has a `then` of its own. */
export const nativeThen: typeof Promise.prototype.then = Promise.prototype.then

/** `value` as a native promise, as `await` makes it. Throws if its `constructor` does. */
export const resolved: (value: unknown) => Promise<unknown> = Promise.resolve.bind(Promise)
export const rejectedWith: (error: unknown) => Promise<never> = Promise.reject.bind(Promise)

const returning = async (value: unknown): Promise<unknown> => value
const isNative = Object.prototype.toString.call(returning) === '[object AsyncFunction]'

/**
 * A promise that is fulfilled with `value`, which is no promise. An async function of the engine makes it in
 * half the time, but this file may have been compiled for a target without them.
 */
export const fulfilledWith: (value: unknown) => Promise<unknown> = isNative ? returning : resolved

/** Is it a promise of this realm? False for what cannot be asked. */
export function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return value instanceof Promise
  } catch {
    return false
  }
}

export const ignore = (): void => {}
