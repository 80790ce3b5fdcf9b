/**
 * `asyncio.coroutine`, which Python removed in 3.11: generators that wait with a bare `yield`.
 *
 * It is for programs that are ported line by line, and for programs of libraries that drive generators. New
 * code does not need it: a `yield` without a star loses the types.
 */

import { type Coroutine, coroutine, isAwaitable } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { keepName } from '../base/keep-name.ts'
import { promiseFor } from '../base/thenable.ts'
import { fromPromise } from '../promise/from-promise.ts'
import { LegacyCoroutine } from './legacy-coroutine.ts'
import type { LegacyGenerator } from './legacy-generator.ts'
import { isLegacyGenerator } from './legacy-generator.ts'
import { waitingFor } from './yieldable.ts'

/** A generator that yields what it waits for. */
// biome-ignore lint/suspicious/noExplicitAny: the types of yields and answers are unknown.
export type YieldingGenerator<T> = Generator<any, T, any>

/**
 * Makes a coroutine function of a generator function that waits with a bare `yield`. The generator may yield
 * awaitables, promises, thunks, generators, and arrays and plain objects of these. A `yield` of nothing waits
 * for the next iteration, and `yield*` works as in a coroutine. A plain function may return an awaitable, a
 * promise or a value. TypeError if `fn` is not a function.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * const work = legacy(function* work(): Generator<unknown, number, number> {
 *   const one = yield Promise.resolve(1)
 *   const two = yield sleep(10, 2)
 *   return one + two
 * })
 * await run(work()) // => 3
 * ```
 */
export function legacy<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => YieldingGenerator<T>,
): (this: This, ...args: Args) => Coroutine<T>
export function legacy<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => Coroutine<T>,
): (this: This, ...args: Args) => Coroutine<T>
export function legacy<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => PromiseLike<T> | T,
): (this: This, ...args: Args) => Coroutine<T>
export function legacy<This, Args extends unknown[]>(
  fn: (this: This, ...args: Args) => unknown,
): (this: This, ...args: Args) => Coroutine<unknown> {
  if (typeof fn !== 'function') {
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(fn)}`)
  }
  return keepName(fn, function (this: This, ...args: Args): Coroutine<unknown> {
    return calling(fn, this, args)
  })
}

const calling: <This, Args extends unknown[]>(
  fn: (this: This, ...args: Args) => unknown,
  self: This,
  args: Args,
) => Coroutine<unknown> = coroutine(function* legacy<This, Args extends unknown[]>(
  fn: (this: This, ...args: Args) => unknown,
  self: This,
  args: Args,
) {
  const result = fn.apply(self, args)
  if (typeof result !== 'object' || result === null) return result
  if (isLegacyGenerator(result)) {
    return yield* new LegacyCoroutine(result as LegacyGenerator<unknown>, self, waitingFor, fn)
  }
  if (isAwaitable(result)) return yield* result
  const promise = promiseFor(result)
  return promise === null ? result : yield* fromPromise(promise)
})
