/**
 * A promise of a future's outcome.
 *
 * `Future.then` gives one, too, at the price of a second promise: these bridges are called for every request.
 */

import type { Future } from '@acoro/core'
import { outgoingOf } from './outgoing.ts'

/** A promise that settles as `future` does; counts as asking for the outcome. */
export function promiseOf<T>(future: Future<T>): Promise<T> {
  const outgoing = outgoingOf(future.getLoop())
  outgoing.add(1)
  return new Promise<T>((resolve, reject) => {
    future.addDoneCallback((done) => {
      outgoing.add(-1)
      try {
        resolve(done.result())
      } catch (error) {
        reject(error)
      }
    })
  })
}
