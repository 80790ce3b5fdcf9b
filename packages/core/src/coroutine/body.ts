/**
 * Bodies: what `run`, `timeout`, `taskGroup` and the like take where Python has a block.
 *
 * A body is a generator function, called with its scope, or an object that can be awaited already. A wrong
 * body is refused before anything is begun.
 */

import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import type { Awaitable } from '../future/future.ts'
import { type CoroutineLike, coroutineBrand, isAwaitable } from './coroutine.ts'
import { Frame } from './frame.ts'
import { type CoroutineGenerator, nativeGenerator } from './native.ts'

export type Body<T, Scope = void> = ((scope: Scope) => Awaitable<T>) | Awaitable<T>

/** Throws TypeError for a value that is no body, before anything is begun. */
export function checkBody<T, Scope>(body: Body<T, Scope>): Body<T, Scope> {
  if (typeof body === 'function' || isAwaitable(body)) return body
  throw new TypeError(`Expected a generator function (function*) or an awaitable, got ${describeValue(body)}`)
}

/** The awaitable of a body. Calls the body if it is a function. */
export function invoke<T, Scope>(body: Body<T, Scope>, scope: Scope): Awaitable<T> {
  if (typeof body !== 'function') return body
  const awaitable = body(scope)
  if (isAwaitable(awaitable)) return awaitable as Awaitable<T>
  const returned = describeValue(awaitable)
  const cure = returned === 'a Promise' ? '; wrap a promise with fromPromise() of @acoro/compat' : ''
  throw new TypeError(
    `Expected a generator function (function*), got ${describeValue(body)}, which returned ${returned}${cure}`,
  )
}

/**
 * The coroutine `coro` that `body` returned, with the name of `body`. A bare generator does not know the name
 * of its function, but a task shows it.
 */
export function named<T>(coro: CoroutineLike<T>, body: unknown): CoroutineLike<T> {
  if (coroutineBrand in coro || !makesCoroutines(body)) return coro
  const frame = new Frame<T>(nativeGenerator(coro as CoroutineGenerator<T>), null)
  // Only now: core begins it, so it is not watched whether it is awaited. That would take a stack for each
  // run whose main is a new function.
  frame._source = body as { readonly name: string }
  return frame
}
