/**
 * The helpers of TypeScript, by tslib's names: what it calls for async functions below ES2017, and for async
 * generators and `for await` below ES2018, with `importHelpers` or `noEmitHelpers`.
 */

import { asyncGenerator } from '../engine/async-generator.ts'
import { asyncIteratorOf } from '../engine/async-iterator.ts'
import { Await } from '../engine/await.ts'
import { delegate } from '../engine/delegate.ts'
import type { Body } from '../engine/native.ts'
import { start } from '../engine/start.ts'

/** An async function: `body` is its generator function. */
export function __awaiter(
  self: unknown,
  args: ArrayLike<unknown> | undefined,
  _promise: unknown,
  body: Body,
): Promise<unknown> {
  return start(self, args, body)
}

/** An `await` in an async generator: `yield __await(value)`. */
export function __await(value: unknown): object {
  return new Await(value)
}

/** An async generator. What it yields it has awaited itself. */
export function __asyncGenerator(
  self: unknown,
  args: ArrayLike<unknown> | undefined,
  body: Body,
): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, args, body, false)
}

/** The iterator of a `for await`, and of a `yield*`. */
export function __asyncValues(iterable: object): AsyncIterator<unknown> {
  return asyncIteratorOf(iterable)
}

/** `yield*` in an async generator. */
export function __asyncDelegator(iterator: AsyncIterator<unknown>): Iterable<unknown> {
  return delegate(iterator)
}

export type { Body } from '../engine/native.ts'
