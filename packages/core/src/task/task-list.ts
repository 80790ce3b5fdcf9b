/**
 * The pending tasks of a loop, linked through themselves in the order of their creation.
 *
 * The loop holds them strongly, so a pending task is never collected. A list through the tasks costs only two
 * fields. A Set would cost a hash for each task.
 */

import type { AnyTask } from '../base/above.ts'
import { UNLISTED } from '../base/flags.ts'
import { state } from '../current/state.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    _firstTask: AnyTask | null
    /** @internal */
    _lastTask: AnyTask | null
    /** @internal The task of a call that has ended, for the next call; see call.ts. */
    _spareTask: AnyTask | null
  }
}

/** Adds a task to the list of its loop. */
export function link(task: AnyTask): void {
  // The current task first: the list is in the order of creation.
  if (state.task !== null && (state.task._flags & UNLISTED) !== 0) list(state.task)
  const loop = task._loop
  const last = loop._lastTask
  task._previous = last
  task._next = null
  if (last === null) loop._firstTask = task
  else last._next = task
  loop._lastTask = task
}

/** Removes a task that has ended from the list. */
export function unlink(task: AnyTask): void {
  if ((task._flags & UNLISTED) !== 0) return
  const { _previous: previous, _next: next, _loop: loop } = task
  if (previous === null) loop._firstTask = next
  else previous._next = next
  if (next === null) loop._lastTask = previous
  else next._previous = previous
  task._previous = null
  task._next = null
}

/** Adds a task that was made outside of the list, and gives it its number. */
export function list(task: AnyTask): void {
  task._flags &= ~UNLISTED
  link(task)
  if (task._name === 0) task._name = ++state.taskCount
}
