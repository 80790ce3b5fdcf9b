/**
 * A promise of a future whose result is a future.
 *
 * A promise cannot hold an object that has a `then`: it goes on to that object's result, and a future has a
 * `then`. CPython returns the inner future. Here a promise of the outer future waits for the inner one. If
 * the futures lead back to one another, it would run round for ever in microtasks, and nothing else would
 * ever run. So a circle is an error, as it is for promises.
 */

import { RESOLVED } from '../base/flags.ts'

// The brand itself, because future.ts imports this file.
const futureBrand: unique symbol = Symbol.for('acoro.Future') as never

/** A future, with what a chain of results needs. */
export interface Settled<T = unknown> {
  /** @internal */
  readonly _status: number
  result(): T
  describe(): string
}

/**
 * The value to resolve a promise of `future` with; `future` is done. Throws its error; TypeError for a
 * circle.
 */
export function resultForPromise<T>(future: Settled<T>): T {
  const result = future.result()
  return isFuture(result) ? (endOfChain(future as Settled, result) as T) : result
}

function isFuture(value: unknown): value is Settled {
  return typeof value === 'object' && value !== null && futureBrand in value
}

/**
 * The first object in a chain of results that is not a future, or has no result. Found at once: a promise
 * would go link by link.
 */
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
