/**
 * For code that catches a cancellation and waits on, because something has to end before it can: a group for
 * its children, a condition for its lock.
 *
 * In a cancel scope that is cancelled every wait throws, so such a loop would spin for as long as it has to
 * wait. Having heard of the cancellation once, it holds the scope off until it is done. `task.cancel()` still
 * reaches it.
 */

import { HELD } from '../base/flags.ts'
import { state } from '../current/state.ts'
import type { Task } from './task.ts'

/**
 * Holds the scope's cancellation off the current task. Returns what to pass to
 * `releaseCancel` once the code has stopped waiting; null if
 * other code holds it off already.
 */
export function holdCancel(): Task<unknown> | null {
  const task = state.task as Task<unknown> | null
  if (task === null || (task._flags & HELD) !== 0) return null
  task._flags |= HELD
  return task
}

/** From now on the waits of the task are cancelled again. */
export function releaseCancel(held: Task<unknown> | null): void {
  if (held !== null) held._flags &= ~HELD
}
