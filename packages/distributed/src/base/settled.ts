/** Promises of the libraries below, awaited by coroutines. */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { ExternalFuture } from '@acoro/core/lowlevel'

/** Waits for a promise. `what` stands in reports. Cancelling ends the wait only. */
export function* settled<T>(promise: PromiseLike<T>, what: string): Generator<Suspension, T, unknown> {
  const future = new ExternalFuture<T>(getRunningLoop(), what, true)
  promise.then(
    (value) => void (future.done() || future.setResult(value)),
    (error: unknown) => void (future.done() || future.setException(error)),
  )
  return yield* future
}
