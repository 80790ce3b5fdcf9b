/**
 * Recognises generators that wait with a bare `yield`: by their methods, because compilers and minifiers
 * change names.
 */

import { isCoroutine, isFuture } from '@acoro/core'

/** A generator object that may yield anything. */
export interface LegacyGenerator<T> {
  // biome-ignore lint/suspicious/noExplicitAny: the types of yields and answers are unknown.
  next(value?: any): IteratorResult<any, T>
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  throw(error: unknown): IteratorResult<any, T>
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  return?(value?: any): IteratorResult<any, T>
}

/** Is it a generator object, be it native or made by a compiler? Coroutines and futures are not. */
export function isLegacyGenerator(value: unknown): value is LegacyGenerator<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const known = value as Partial<LegacyGenerator<unknown>> & { [Symbol.toStringTag]?: unknown }
  if (typeof known.next !== 'function' || typeof known.throw !== 'function') return false
  return known[Symbol.toStringTag] === 'Generator' || !(isCoroutine(value) || isFuture(value))
}
