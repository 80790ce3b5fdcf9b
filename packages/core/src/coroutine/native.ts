/**
 * Generators of the engine's own, and the engine's methods that resume them.
 *
 * The methods are called directly. Looking them up on a generator takes longer than resuming it, because the
 * generators of each function have a prototype of their own. So a frame always holds a generator of the
 * engine. A generator that a transpiler made is wrapped in one that delegates to it.
 */

import type { Suspension } from '../future/future.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
export type AnyIterator<T> = Iterator<Suspension, T, any>

/** A generator object that may be driven as a coroutine. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export type CoroutineGenerator<T> = Generator<Suspension, T, any>

// Transpiled to ES5, generators may share no methods: swc and TypeScript give each its own. Then they are
// looked up after all.
const shared = Object.getPrototypeOf(
  Object.getPrototypeOf((function* () {})()),
) as AnyIterator<unknown> | null
const { next, throw: throwIn } = (
  typeof shared?.next === 'function'
    ? shared
    : {
        next(this: AnyIterator<unknown>, value: unknown) {
          return this.next(value)
        },
        throw(this: AnyIterator<unknown>, error: unknown) {
          return this.throw!(error)
        },
      }
) as Generator<Suspension, unknown>

/** The engine's `next`, to be called on a generator of the engine. */
export const resumeNext: AnyIterator<unknown>['next'] = next
/** The engine's `throw`. */
export const resumeThrow: (error: unknown) => IteratorResult<Suspension, unknown> = throwIn

/** A generator of the engine: `generator` itself, or one that delegates to it. */
export function nativeGenerator<T>(generator: CoroutineGenerator<T>): CoroutineGenerator<T> {
  return generator.next === (resumeNext as unknown) ? generator : delegating(generator)
}

export function* delegating<T>(generator: CoroutineGenerator<T>): CoroutineGenerator<T> {
  return yield* generator
}
