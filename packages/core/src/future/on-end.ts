/** Code that looks on: it is told of the end of a task, and does not wait for it. */

import type { Future } from './future.ts'

/**
 * Calls `fn` once `future` is done, as a done callback does, but not as one that waits: an error is still
 * unhandled, and a call of an async function is cancelled along with the one that awaits it. `fn` must not
 * throw. Returns what takes it back.
 */
export function onEnd(future: Future<unknown>, fn: () => void): () => void {
  return future._onEnd(fn)
}
