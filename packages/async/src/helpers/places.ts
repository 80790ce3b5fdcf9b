/**
 * The helpers for code that was lowered with places: reports then show the line where each call waits. An
 * `await` costs more, so this is for tests.
 */

import { asyncGenerator, generatorOf } from '../engine/async-generator.ts'
import { linkOf } from '../engine/link.ts'
import { type Body, checkBody } from '../engine/native.ts'
import { place, Waiting } from '../engine/place.ts'
import { begin, refuse } from '../engine/start.ts'

export function callAll(body: Body, self: unknown, args: ArrayLike<unknown>): Promise<unknown> {
  let made: Generator<unknown, unknown, unknown>
  try {
    made = body.apply(self as never, args as never) as never
  } catch (error) {
    return refuse(error, body)
  }
  const promise = begin(made)
  // Not before: a probe would begin it.
  place(made)
  const task = linkOf(promise)
  if (task !== null && body.name !== '' && /^Task-\d+$/.test(task.name)) task.name = body.name
  return promise
}

export function call0(body: Body, self: unknown): Promise<unknown> {
  return callAll(body, self, [])
}

export function call1(body: Body, self: unknown, a: unknown): Promise<unknown> {
  return callAll(body, self, [a])
}

export function call2(body: Body, self: unknown, a: unknown, b: unknown): Promise<unknown> {
  return callAll(body, self, [a, b])
}

export function call3(body: Body, self: unknown, a: unknown, b: unknown, c: unknown): Promise<unknown> {
  return callAll(body, self, [a, b, c])
}

export function generatorAll(
  body: Body,
  self: unknown,
  args: ArrayLike<unknown>,
): AsyncGenerator<unknown, unknown, unknown> {
  checkBody(body)
  const made = asyncGenerator(self, args, body, false)
  place(generatorOf(made))
  return made
}

export function generator0(body: Body, self: unknown): AsyncGenerator<unknown, unknown, unknown> {
  return generatorAll(body, self, [])
}

export function generator1(body: Body, self: unknown, a: unknown): AsyncGenerator<unknown, unknown, unknown> {
  return generatorAll(body, self, [a])
}

export function generator2(
  body: Body,
  self: unknown,
  a: unknown,
  b: unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return generatorAll(body, self, [a, b])
}

export function generator3(
  body: Body,
  self: unknown,
  a: unknown,
  b: unknown,
  c: unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return generatorAll(body, self, [a, b, c])
}

/** What a lowered `await` delegates to. */
export function waiting(value: unknown): Iterable<unknown> {
  return new Waiting(value)
}

export type { Body } from '../engine/native.ts'
export { awaited, each, ForAwait, plain0, plain1, plain2, plain3, plainAll } from './plugin.ts'
