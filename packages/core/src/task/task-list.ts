/**
 * The pending tasks of a loop, linked through themselves in the order of their creation.
 *
 * The loop holds them strongly, so a pending task is never collected. A list through the tasks costs only two
 * fields. A Set would cost a hash for each task.
 */

import type { AnyTask } from '../base/above.ts'
import { CANCELLED, UNLISTED } from '../base/flags.ts'
import { state } from '../current/state.ts'
import { taskNumber } from './task-number.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal */
    _firstTask: AnyTask | null
    /** @internal */
    _lastTask: AnyTask | null
    /** @internal The task of a call that has ended, for the next call; see call.ts. */
    _spareTask: AnyTask | null
    /** @internal How many tasks stood in the list so far, and how many of them have ended. */
    _made: number
    /** @internal */
    _ended: number
    /** @internal How many of those that ended have failed, or were cancelled. */
    _failed: number
    /** @internal */
    _cancelled: number
  }
}

/** Adds a task to the list of its loop. The current task is the one that makes it. */
export function link(task: AnyTask): void {
  const by = state.task
  if (by === null) task._outcome = 0
  else if (by !== task) {
    // That one first: the list is in the order of creation.
    if ((by._flags & UNLISTED) !== 0) list(by)
    noteParent(task, by)
  }
  const loop = task._loop
  loop._made++
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
  loop._ended++
  if (previous === null) loop._firstTask = next
  else previous._next = next
  if (next === null) loop._lastTask = previous
  else next._previous = previous
  task._previous = null
  task._next = null
}

/**
 * Notes who made a pending task: it has no outcome yet, so its place holds the number. A cancel may overwrite
 * it. 0 stands for code outside of any task.
 */
export function noteParent(task: AnyTask, by: AnyTask | null): void {
  task._outcome = by === null ? 0 : typeof by._name === 'number' ? by._name : taskNumber(by)
}

/** Counts a task that has ended without a result. */
export function noteFailure(task: AnyTask): void {
  if ((task._flags & UNLISTED) !== 0) return
  if (task._status === CANCELLED) task._loop._cancelled++
  else task._loop._failed++
}

/** Adds a task that was made outside of the list, and gives it its number. */
export function list(task: AnyTask): void {
  task._flags &= ~UNLISTED
  link(task)
  if (task._name === 0) task._name = ++state.taskCount
}
