/**
 * What a job may return whose items are sent one by one: an async generator of core, or any source of items.
 */

import type { AsyncSource, Suspension } from '@acoro/core'
import { settled } from '../base/settled.ts'

/**
 * What a function returned, as a source of items. Undefined if it cannot be one. `listens` says whether an
 * async function has asked to hear of cancels. If it has not, its end is not waited for.
 */
export function sourceOf(value: unknown, listens: () => boolean): AsyncSource<unknown> | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  if (typeof (value as Partial<AsyncSource<unknown>>).anext === 'function')
    return value as AsyncSource<unknown>
  const iterate = (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator]
  return typeof iterate === 'function' ? new Iterated(iterate.call(value), listens) : undefined
}

/** A native async iterator. A step that is under way cannot be interrupted. */
class Iterated implements AsyncSource<unknown> {
  readonly #iterator: AsyncIterator<unknown>
  readonly #listens: () => boolean
  #stepping = false

  constructor(iterator: AsyncIterator<unknown>, listens: () => boolean) {
    this.#iterator = iterator
    this.#listens = listens
  }

  *anext(): Generator<Suspension, IteratorResult<unknown, unknown>, unknown> {
    this.#stepping = true
    const result = yield* settled(this.#iterator.next(), 'the next item of a job')
    this.#stepping = false
    return result
  }

  *aclose(): Generator<Suspension, void, unknown> {
    const closed = this.#iterator.return?.()
    if (closed === undefined) return
    if (!this.#stepping || this.#listens()) yield* settled(closed, 'the end of a stream')
    else closed.catch(() => {})
  }
}
