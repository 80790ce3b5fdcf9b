/**
 * The helpers of this package's own plugins. Each gets the generator function of an async function, or the
 * function itself if it has no `await`; then `this` and the arguments of the call.
 */

import { asyncGenerator } from '../engine/async-generator.ts'
import { asyncIteratorOf } from '../engine/async-iterator.ts'
import { Await } from '../engine/await.ts'
import { delegate } from '../engine/delegate.ts'
import type { Body } from '../engine/native.ts'
import { begin, beginPlain, beginPlainAll, refuse } from '../engine/start.ts'

type Made = Generator<unknown, unknown, unknown>

export function call0(body: Body, self: unknown): Promise<unknown> {
  let made: Made
  try {
    made = body.call(self as never) as Made
  } catch (error) {
    return refuse(error, body)
  }
  return begin(made)
}

export function call1(body: Body, self: unknown, a: unknown): Promise<unknown> {
  let made: Made
  try {
    made = body.call(self as never, a as never) as Made
  } catch (error) {
    return refuse(error, body)
  }
  return begin(made)
}

export function call2(body: Body, self: unknown, a: unknown, b: unknown): Promise<unknown> {
  let made: Made
  try {
    made = body.call(self as never, a as never, b as never) as Made
  } catch (error) {
    return refuse(error, body)
  }
  return begin(made)
}

export function call3(body: Body, self: unknown, a: unknown, b: unknown, c: unknown): Promise<unknown> {
  let made: Made
  try {
    made = body.call(self as never, a as never, b as never, c as never) as Made
  } catch (error) {
    return refuse(error, body)
  }
  return begin(made)
}

export function callAll(body: Body, self: unknown, args: ArrayLike<unknown>): Promise<unknown> {
  let made: Made
  try {
    made = body.apply(self as never, args as never) as Made
  } catch (error) {
    return refuse(error, body)
  }
  return begin(made)
}

export function plain0(body: Body, self: unknown): Promise<unknown> {
  return beginPlainAll(body, self, [])
}

export function plain1(body: Body, self: unknown, a: unknown): Promise<unknown> {
  return beginPlain(body, self, a)
}

export function plain2(body: Body, self: unknown, a: unknown, b: unknown): Promise<unknown> {
  return beginPlainAll(body, self, [a, b])
}

export function plain3(body: Body, self: unknown, a: unknown, b: unknown, c: unknown): Promise<unknown> {
  return beginPlainAll(body, self, [a, b, c])
}

export function plainAll(body: Body, self: unknown, args: ArrayLike<unknown>): Promise<unknown> {
  return beginPlainAll(body, self, args)
}

export function generator0(body: Body, self: unknown): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, [], body, false)
}

export function generator1(body: Body, self: unknown, a: unknown): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, [a], body, false)
}

export function generator2(
  body: Body,
  self: unknown,
  a: unknown,
  b: unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, [a, b], body, false)
}

export function generator3(
  body: Body,
  self: unknown,
  a: unknown,
  b: unknown,
  c: unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, [a, b, c], body, false)
}

export function generatorAll(
  body: Body,
  self: unknown,
  args: ArrayLike<unknown>,
): AsyncGenerator<unknown, unknown, unknown> {
  return asyncGenerator(self, args, body, false)
}

/** An `await` in an async generator; and what it yields and returns, which the language awaits. */
export function awaited(value?: unknown): object {
  return new Await(value)
}

/** What a `yield*` of an async generator goes through. */
export function each(iterable: object): Iterable<unknown> {
  return delegate(asyncIteratorOf(iterable))
}

export { ForAwait } from '../engine/for-await.ts'
export type { Body } from '../engine/native.ts'
