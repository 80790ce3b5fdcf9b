/**
 * A future whose result is a future, in the hands of a promise.
 *
 * A promise cannot hold what has a `then`: it goes on to that one's result, and a future has a `then`. CPython gives the
 * inner future back. So a promise of the outer future waits for the inner one, and where futures lead back to one another
 * it would go round for ever, in microtasks, and nothing else would ever run: that is refused as promises refuse it.
 */

import { RESOLVED } from '../base/flags.ts'

// The brand itself: future.ts imports this file.
const futureBrand: unique symbol = Symbol.for('acoro.Future') as never

/** A future, as far as a chain of results needs to know. */
export interface Settled<T = unknown> {
  /** @internal */
  readonly _status: number
  result(): T
  describe(): string
}

/** What a promise of `future`, which is done, is to be resolved with. Throws its error; TypeError for a circle. */
export function resultForPromise<T>(future: Settled<T>): T {
  const result = future.result()
  return isFuture(result) ? (endOfChain(future as Settled, result) as T) : result
}

function isFuture(value: unknown): value is Settled {
  return typeof value === 'object' && value !== null && futureBrand in value
}

/** The first in a chain of results that is no future, or has no result. At once: a promise would go link by link. */
function endOfChain(first: Settled, next: Settled): unknown {
  const seen = new Set([first])
  for (let at = next; ; ) {
    if (seen.has(at)) {
      throw new TypeError(
        `Chaining cycle detected: the result of ${first.describe()} leads back to itself, and a promise of it would never settle`,
      )
    }
    seen.add(at)
    if (at._status !== RESOLVED) return at
    const result = at.result()
    if (!isFuture(result)) return result
    at = result
  }
}
