// Waiting for the world without waiting for time: the platform's next turn, in which sockets are looked at.

import { getRunningLoop, type Suspension } from '@acoro/core'

/** Comes back when the platform has looked at its sockets once more. */
export function* turn(): Generator<Suspension, void, unknown> {
  const future = getRunningLoop().createFuture<void>()
  const immediate = setImmediate(() => {
    // Cancelled, and the task has not run since.
    if (!future.done()) future.setResult()
  })
  try {
    yield* future
  } finally {
    clearImmediate(immediate)
  }
}

/** Lets the world turn until `done`. */
export function* until(done: () => boolean): Generator<Suspension, void, unknown> {
  while (!done()) yield* turn()
}
