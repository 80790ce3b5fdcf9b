/**
 * The helpers of swc, Babel and oxc, which agree on what they are called with: a generator function goes in,
 * and a function comes out. Each compiler imports them from modules of its own (see the folders beside this
 * file).
 */

import { asyncGenerator } from '../engine/async-generator.ts'
import { asyncIteratorOf } from '../engine/async-iterator.ts'
import { Await } from '../engine/await.ts'
import { delegate } from '../engine/delegate.ts'
import type { Body } from '../engine/native.ts'
import { start } from '../engine/start.ts'

/** An async function of a generator function. */
export function asyncToGenerator(body: Body): (...args: unknown[]) => Promise<unknown> {
  return function (this: unknown) {
    // biome-ignore lint/complexity/noArguments: a rest parameter would copy them once more.
    return start(this, arguments, body)
  }
}

/** A function that returns async generators, of a generator function. */
export function wrapAsyncGenerator(
  body: Body,
): (...args: unknown[]) => AsyncGenerator<unknown, unknown, unknown> {
  return function (this: unknown) {
    // biome-ignore lint/complexity/noArguments: see above.
    return asyncGenerator(this, arguments, body, true)
  }
}

/** An `await` in an async generator. */
export function awaitAsyncGenerator(value: unknown): object {
  return new Await(value)
}

/** `yield*` in an async generator, of what `asyncIterator` has returned. */
export function asyncGeneratorDelegate(iterator: AsyncIterator<unknown>): Iterable<unknown> {
  return delegate(iterator)
}

/** The iterator of a `for await`. */
export function asyncIterator(iterable: object): AsyncIterator<unknown> {
  return asyncIteratorOf(iterable)
}
