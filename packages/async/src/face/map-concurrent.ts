/**
 * `mapConcurrent` for programs with promises: what is awaited for all results, or gone through with `for
 * await`.
 */

import type { AsyncSource, Future, Suspension } from '@acoro/core'
import * as sync from '@acoro/sync'
import { faceOf } from './face-class.ts'
import { realOf } from './faces.ts'
import { body, futureOf, made } from './promised.ts'

/** What `mapConcurrent` returns. It begins when it is awaited or gone through; one of the two, once. */
export interface MappedConcurrently<R> extends PromiseLike<R[]>, AsyncIterable<R> {
  /** All results. */
  collect(): Promise<R[]>
  /** Cancels what is under way, and waits for its end. */
  aclose(): Promise<void>
}

const { prototype } = faceOf(sync.ConcurrentMap as never) as { prototype: MappedConcurrently<unknown> }
Object.defineProperty(prototype, 'then', {
  value(this: MappedConcurrently<unknown>, ...reactions: never[]) {
    return this.collect().then(...reactions)
  },
})

/**
 * Calls `fn(item, index)` for each item, at most `limit` at a time. Await it for all results, or go through
 * it with `for await`. Items come from an iterable, an async iterable, a queue or a channel. The first error
 * cancels what is under way, and so does leaving the loop. RangeError if `limit` is below 1.
 *
 * @example
 * ```ts
 * import { mapConcurrent, sleep } from '@acoro/async'
 *
 * const double = async (n: number) => {
 *   await sleep(50 - 10 * n)
 *   return 2 * n
 * }
 * await mapConcurrent([1, 2, 3], double, { limit: 2 }) // => [2, 4, 6]
 * const asTheyCame: number[] = []
 * for await (const n of mapConcurrent([1, 2, 3], double, { limit: 3, ordered: false })) asTheyCame.push(n)
 * asTheyCame // => [6, 4, 2]
 * ```
 */
export const mapConcurrent: <T, R>(
  items: Iterable<T> | AsyncIterable<T> | AsyncSource<T>,
  fn: (item: T, index: number) => R | PromiseLike<R>,
  options: sync.MapConcurrentOptions,
) => MappedConcurrently<R> = made(sync.mapConcurrent, sourceOf, body)

function sourceOf(items: unknown): unknown {
  const real = realOf(items) as Partial<AsyncIterable<unknown>> | null | undefined
  const isAsync =
    typeof real === 'object' && real !== null && typeof real[Symbol.asyncIterator] === 'function'
  return isAsync && !('anext' in real) ? new Iterated(real as AsyncIterable<unknown>) : real
}

/** An async iterable as a source. */
class Iterated implements AsyncSource<unknown> {
  readonly #iterable: AsyncIterable<unknown>
  #iterator: AsyncIterator<unknown> | null = null

  constructor(iterable: AsyncIterable<unknown>) {
    this.#iterable = iterable
  }

  anext(): Future<IteratorResult<unknown>> {
    this.#iterator ??= this.#iterable[Symbol.asyncIterator]()
    return futureOf(Promise.resolve(this.#iterator.next())) as Future<IteratorResult<unknown>>
  }

  *aclose(): Generator<Suspension, void, unknown> {
    const closing = this.#iterator?.return?.()
    if (closing !== undefined) yield* futureOf(Promise.resolve(closing))
  }
}
