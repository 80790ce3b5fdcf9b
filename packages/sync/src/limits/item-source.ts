/** Where `mapConcurrent` takes its items: an iterable, or a source that waits for the next one. */

import { type AsyncSource, type Awaitable, isFuture } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

export type Step = IteratorResult<unknown, unknown>

export interface ItemSource {
  /** Whether `next()` has to be awaited. */
  readonly waits: boolean
  next(): Step | Awaitable<Step>
  close(): Awaitable<void>
}

/** Returns a function that opens the source of `items`; an iterator is made only then. */
export function sourceOf(items: unknown): () => ItemSource {
  if (typeof items === 'object' && items !== null && !isFuture(items)) {
    const source = items as Partial<AsyncSource<unknown> & Iterable<unknown>>
    if (typeof source.anext === 'function') return () => new Waiting(items as AsyncSource<unknown>)
    if (typeof source[Symbol.iterator] === 'function') return () => new AtOnce(items as Iterable<unknown>)
  }
  throw new TypeError(`Expected items, an iterable or a source with anext(), got ${describeValue(items)}`)
}

class Waiting implements ItemSource {
  readonly waits = true
  readonly #source: AsyncSource<unknown>

  constructor(source: AsyncSource<unknown>) {
    this.#source = source
  }

  next(): Awaitable<Step> {
    return this.#source.anext()
  }

  *close(): Generator<never, void, unknown> {
    if (this.#source.aclose !== undefined) yield* this.#source.aclose() as Iterable<never>
  }
}

class AtOnce implements ItemSource {
  readonly waits = false
  readonly #iterator: Iterator<unknown, unknown>

  constructor(items: Iterable<unknown>) {
    this.#iterator = items[Symbol.iterator]()
  }

  next(): Step {
    return this.#iterator.next()
  }

  *close(): Generator<never, void, unknown> {
    this.#iterator.return?.()
  }
}
