/** The engine's own methods, taken before other code can change them; and what compiled code hands to a helper. */

import { describeValue } from '@acoro/core/lowlevel'

const generators = Object.getPrototypeOf((function* () {})()) as object
const shared = Object.getPrototypeOf(generators) as Generator<unknown, unknown, unknown>

/** The engine's `next`, to be called on a generator of the engine. A look-up on the generator takes longer. */
export const resumeNext: (sent?: unknown) => IteratorResult<unknown, unknown> = shared.next as never
export const resumeThrow: (error: unknown) => IteratorResult<unknown, unknown> = shared.throw
export const resumeReturn: (value: unknown) => IteratorResult<unknown, unknown> = shared.return

const functions = Object.getPrototypeOf(function* () {}) as object

/** What compilers make of the body of an async function: a generator function, which yields for each `await`. */
export type Body = (this: never, ...args: never[]) => unknown

/**
 * Returns `generator`, which `body` has made, as one of the engine. TypeError if it is none: the helper was called by other
 * code than a compiler's.
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
  if (!Object.prototype.isPrototypeOf.call(shared, generator as object)) throw misuse(generator)
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

/** Is it a promise of this realm? False for what cannot be asked. */
export function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return value instanceof Promise
  } catch {
    return false
  }
}

export const ignore = (): void => {}
