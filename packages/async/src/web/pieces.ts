/** Bodies that programs with promises make piece by piece: async generators, and other async iterables. */

import { fromAsyncIterable } from '@acoro/compat'
import type { AsyncSource } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { linkOf } from '../engine/link.ts'
import { realOf } from '../face/faces.ts'

const generatorFunctions = Object.getPrototypeOf(function* () {}) as object

export function isSource(value: unknown): value is AsyncSource<unknown> {
  return typeof (value as Partial<AsyncSource<unknown>> | null | undefined)?.anext === 'function'
}

/** Is it to be read piece by piece? A stream of the platform is its own business. */
export function isIterable(value: unknown): value is AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null || 'getReader' in value) return false
  return typeof Reflect.get(value, Symbol.asyncIterator) === 'function'
}

/**
 * The source of a body: a source, the face of one, or what makes an async iterable. TypeError for anything
 * else.
 */
export function sourceIn(body: unknown, where: string): unknown {
  // A body of coroutines, which web takes as it is.
  if (typeof body === 'function' && Object.getPrototypeOf(body) === generatorFunctions) return body
  const value = realOf(typeof body === 'function' ? (body as () => unknown)() : body)
  if (isSource(value)) return value
  if (isIterable(value)) return sourceOf(value)
  const returned = typeof body === 'function' ? `, which returned ${describeValue(value)}` : ''
  throw new TypeError(
    `Expected ${where} to get an async generator function or an async iterable, got ${describeValue(body)}${returned}`,
  )
}

/** The pieces of an async iterable. Closing the source ends a lowered async generator where it waits. */
export function sourceOf<T>(iterable: AsyncIterable<T>): AsyncSource<T> {
  return fromAsyncIterable<T>({ [Symbol.asyncIterator]: () => new Ending(iterable[Symbol.asyncIterator]()) })
}

class Ending<T> implements AsyncIterator<T> {
  readonly #iterator: AsyncIterator<T>
  #pending: Promise<IteratorResult<T>> | null = null

  constructor(iterator: AsyncIterator<T>) {
    this.#iterator = iterator
  }

  next(): Promise<IteratorResult<T>> {
    this.#pending = this.#iterator.next()
    return this.#pending
  }

  return(): Promise<IteratorResult<T>> {
    if (this.#pending instanceof Promise) linkOf(this.#pending)?.cancel('its source was closed')
    return this.#iterator.return?.() ?? Promise.resolve({ done: true, value: undefined })
  }
}
