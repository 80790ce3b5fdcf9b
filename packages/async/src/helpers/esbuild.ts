/**
 * The helpers of esbuild, by its own names: what it calls for async functions, async generators and `for
 * await` if the target lacks them (`supported: { 'async-await': false, 'async-generator': false, 'for-await':
 * false }`).
 */

import { asyncGenerator } from '../engine/async-generator.ts'
import { asyncIteratorOf, isAsyncIterable } from '../engine/async-iterator.ts'
import { Await } from '../engine/await.ts'
import { delegate, passThrough } from '../engine/delegate.ts'
import type { Body } from '../engine/native.ts'
import { start } from '../engine/start.ts'

/** An async function: `body` is its generator function. */
export function __async(self: unknown, args: ArrayLike<unknown> | null, body: Body): Promise<unknown> {
  return start(self, args, body)
}

/** An `await` in an async generator: `yield new __await(value)`. */
export const __await: new (value: unknown) => object = Await

/** An async generator. */
export function __asyncGenerator(
  self: unknown,
  args: ArrayLike<unknown> | null,
  body: Body,
): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, args, body, true)
}

/**
 * `yield*` in an async generator. esbuild lowers that of plain generators, too, coroutines of acoro among
 * them; so what has no async iterator is passed through.
 */
export function __yieldStar(iterable: object): Iterable<unknown> {
  return isAsyncIterable(iterable) ? delegate(asyncIteratorOf(iterable)) : passThrough(iterable as never)
}

/** The iterator of a `for await`. */
export function __forAwait(iterable: object): AsyncIterator<unknown> {
  return asyncIteratorOf(iterable)
}

export type { Body } from '../engine/native.ts'
