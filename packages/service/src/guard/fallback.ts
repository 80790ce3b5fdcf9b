/** Something else in place of an error. */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  isAwaitable,
  isCancelledError,
  type Suspension,
} from '@acoro/core'
import { cancelRequests } from '../base/cancelling.ts'
import { checkFunction } from '../base/check.ts'
import { awaitable } from '../base/user-code.ts'

/** What comes of the other value: if it is awaited, its result. */
export type FallbackValue<R> = R extends Awaitable<infer V> ? V : R

/**
 * Calls `body`, and `otherwise` with its error if it fails. `otherwise` returns a value, or something to
 * await. A cancel is no failure: it is never caught.
 *
 * @example
 * ```ts
 * const broken = function* () {
 *   yield* sleep(1)
 *   throw new Error('down')
 * }
 * yield* fallback(broken, (error) => `no page: ${(error as Error).message}`) // => 'no page: down'
 * ```
 */
export function fallback<T, R>(
  body: () => Awaitable<T>,
  otherwise: (error: unknown) => R,
): Coroutine<T | FallbackValue<R>> {
  checkFunction(body, 'the body of fallback()')
  checkFunction(otherwise, 'what fallback() calls after an error')
  return falling(body, otherwise) as Coroutine<T | FallbackValue<R>>
}

const falling = coroutine(function* fallback(
  body: () => Awaitable<unknown>,
  otherwise: (error: unknown) => unknown,
): Generator<Suspension, unknown, unknown> {
  const before = cancelRequests()
  let error: unknown
  try {
    return yield* awaitable(body(), 'the body of fallback()')
  } catch (thrown) {
    // Even if the body caught the cancel and threw something else.
    if (isCancelledError(thrown) || cancelRequests() > before) throw thrown
    error = thrown
  }
  const other = otherwise(error)
  return isAwaitable(other) ? yield* other : other
})
