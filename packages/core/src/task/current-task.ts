/**
 * What is running now, for programs: the loop, the task, and all tasks of a loop.
 *
 * An asyncified call that has not waited yet is a task outside of the loop's list. `currentTask` and
 * `allTasks` list it first, so that programs never see the difference.
 */

import type { EventLoop } from '../base/above.ts'
import { RuntimeError } from '../base/errors.ts'
import { UNLISTED } from '../base/flags.ts'
import { state } from '../current/state.ts'
import { checkLoop } from '../scheduler/check.ts'
import type { Task } from './task.ts'
import { list } from './task-list.ts'

/** The loop whose callback or task is running. RuntimeError if there is none. asyncio: `get_running_loop`. */
export function getRunningLoop(): EventLoop {
  const loop = state.loop
  if (loop === null)
    throw new RuntimeError(
      'no running event loop: this must be called from a coroutine or a callback of the loop',
    )
  return loop as EventLoop
}

/** The running loop, or null. asyncio: `_get_running_loop`. */
export function runningLoop(): EventLoop | null {
  return state.loop as EventLoop | null
}

/** The task being stepped, or null in a plain callback. RuntimeError if no loop runs and none is named. */
export function currentTask(loop: EventLoop = getRunningLoop()): Task<unknown> | null {
  if (typeof loop !== 'object' || loop === null) checkLoop(loop, 'the argument of currentTask()')
  const { task } = state
  if (task === null || state.loop !== (loop as unknown)) return null
  if ((task._flags & UNLISTED) !== 0) list(task)
  return task
}

/** The tasks of the loop that are not done, in order of creation. asyncio: `asyncio.all_tasks`. */
export function allTasks(loop: EventLoop = getRunningLoop()): Set<Task<unknown>> {
  checkLoop(loop, 'the argument of allTasks()')
  const tasks = new Set<Task<unknown>>()
  currentTask(loop)
  for (let task = loop._firstTask; task !== null; task = task._next) tasks.add(task)
  return tasks
}
