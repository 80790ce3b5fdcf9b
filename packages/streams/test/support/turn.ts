// Waiting for the world without waiting for time: for the platform's next turn, in which it polls sockets.

import { getRunningLoop, type Suspension } from '@acoro/core'

/** Returns when the platform has polled its sockets once more. */
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
