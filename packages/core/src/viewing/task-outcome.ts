/**
 * What a task ended with, for a viewer.
 *
 * `task.exception()` counts as taking notice: after it nobody is told of an error that no task handles. A
 * viewer that looks must not silence that report, so it asks here.
 */

import { describeValue, isCancelledError } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED } from '../base/flags.ts'
import { isFuture } from '../future/future.ts'
import type { Task } from '../task/task.ts'

export type TaskOutcome =
  | { readonly state: 'returned' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'cancelled'; readonly message: string | null; readonly by: string | null }

/** Null while the task has not ended. TypeError for anything but a task. */
export function taskOutcome(task: Task<unknown>): TaskOutcome | null {
  if (!isFuture(task) || task._kind !== 'Task')
    throw new TypeError(`Expected a task, got ${describeValue(task)}`)
  if (task._status === PENDING) return null
  if (task._status === REJECTED) return { state: 'failed', error: task._outcome }
  if (task._status !== CANCELLED) return { state: 'returned' }
  // The error itself until a waiter has received it, and then a note of it.
  const held = task._outcome as { readonly message?: string; readonly by?: string } | undefined
  const by = isCancelledError(held) ? held.cancelledBy : held?.by
  return { state: 'cancelled', message: held?.message || null, by: by ?? null }
}
