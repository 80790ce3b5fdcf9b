/** A wait that an AbortSignal ends, as the platform's `fetch` does: with the very reason of the signal. */

import { type Suspension, shield, type Task } from '@acoro/core'

/**
 * Awaits `task`, which an abort cancels. It ends, `finally` blocks included, before the reason is thrown.
 * With `kept`, a cancel of the waiting task leaves it under way.
 */
export function* underSignal<T>(
  signal: AbortSignal,
  task: Task<T>,
  kept: boolean,
): Generator<Suspension, T, unknown> {
  const cancel = (): void => void task.cancel('the client has gone')
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)
  try {
    return yield* kept ? shield(task) : task
  } catch (error) {
    if (!signal.aborted) throw error
    while (!task.done()) yield* shield(task)
    throw signal.reason
  } finally {
    // A task that is kept goes on without a waiting client, and ends when that one goes.
    if (!kept || task.done()) signal.removeEventListener('abort', cancel)
  }
}
