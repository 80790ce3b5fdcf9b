/**
 * Whether the running task is being cancelled.
 *
 * A body may catch its cancel and throw another error, which must not count as a failure then. A task may
 * have been cancelled before, and be at its clean-up. So two counts are compared: a request that came since
 * the body began is what counts.
 */

import { currentTask } from '@acoro/core'

/** How many requests to be cancelled the running task has. */
export function cancelRequests(): number {
  return currentTask()?.cancelling() ?? 0
}
