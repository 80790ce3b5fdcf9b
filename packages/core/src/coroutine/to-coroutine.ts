/**
 * Converts what users pass as a coroutine: a Coroutine, of any copy of core, or a generator object.
 *
 * Other values are common mistakes: a function that was not called, a future, a promise. The error says what
 * to do about each.
 */

import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import { isFuture } from '../future/future.ts'
import { isGenerator } from '../tracing/probe.ts'
import { Coroutine, type CoroutineLike, coroutineBrand } from './coroutine.ts'
import { Frame } from './frame.ts'
import { type CoroutineGenerator, nativeGenerator } from './native.ts'

/** The Coroutine for `value`. TypeError for any other value, which says what to do. */
export function toCoroutine<T>(value: CoroutineLike<T>): Coroutine<T> {
  // The cheaper test first; the brand is for coroutines of another copy of core.
  if (value instanceof Coroutine) return value as Coroutine<T>
  if (typeof value === 'object' && value !== null) {
    if (coroutineBrand in value) return value as unknown as Coroutine<T>
    if (isGenerator(value)) return new Frame<T>(nativeGenerator(value as CoroutineGenerator<T>), null)
  }
  throw new TypeError(`Expected a coroutine, got ${describeValue(value)}${hint(value)}`)
}

function hint(value: unknown): string {
  if (makesCoroutines(value)) return ': call it'
  if (isFuture(value)) return ': await it, or wrap it with ensureFuture()'
  if (typeof value === 'object' && value !== null && 'then' in value)
    return ': wrap a promise with fromPromise() of @acoro/compat'
  return ''
}
