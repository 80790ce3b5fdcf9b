/**
 * The number of a task, for viewers and recordings: it names the task for ever, and holds no memory.
 *
 * An unnamed task has one already: the N of its name `Task-N`. A task with a name of its own gets one when it
 * is first asked for, or when it makes a task. Such numbers are negative, because they must not use up those
 * of the names, which are asyncio's. So a number costs nothing until somebody looks: no field, no table.
 */

import type { AnyTask } from '../base/above.ts'
import { state } from '../current/state.ts'

declare module '../current/state.ts' {
  interface State {
    /** How many tasks with a name of their own have a number. */
    namedCount: number
  }
}

/** What woke a task: the number of the task that did, or what else. */
export type WokenBy = number | 'timer' | 'callback' | 'outside'

/** Stands in place of a task's name if more than the name is known. It does not hold the task. */
export interface TaskRecord {
  name: string
  readonly number: number
  wokenBy: WokenBy | undefined
}

/**
 * The number of a task: unique in its thread, and the same for its whole life. Positive if its name is, or
 * was, `Task-N`, and negative if it was made with a name of its own.
 */
export function taskNumber(task: AnyTask): number {
  const name = task._name
  if (typeof name === 'number') return name === 0 ? numbered(task) : name
  return typeof name === 'string' ? recordOf(task).number : name.number
}

function numbered(task: AnyTask): number {
  const number = ++state.taskCount
  task._name = number
  return number
}

/** @internal The record of a task; made now if it has none. */
export function recordOf(task: AnyTask): TaskRecord {
  const name = task._name
  if (typeof name === 'object') return name
  const record: TaskRecord =
    typeof name === 'string'
      ? { name, number: -++state.namedCount, wokenBy: undefined }
      : { name: `Task-${taskNumber(task)}`, number: taskNumber(task), wokenBy: undefined }
  task._name = record
  return record
}

/** Gives a task another name. One that has a number keeps it. */
export function rename(task: AnyTask, name: string): void {
  const own = task._name
  if (typeof own === 'object') own.name = name
  else if (typeof own === 'string' || own === 0) task._name = name
  // Not by way of `recordOf`: the text of a number that nobody reads takes longer than all of this.
  else task._name = { name, number: own, wokenBy: undefined }
}
