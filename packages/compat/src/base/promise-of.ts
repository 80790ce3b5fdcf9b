/**
 * Promises of futures.
 *
 * `Future.then` makes two promises. These bridges are called for every request, so they make one.
 */

import type { Future } from '@acoro/core'
import { outgoingOf } from './outgoing.ts'

/** Returns a promise that settles as `future` does. The exception of the future counts as retrieved. */
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
