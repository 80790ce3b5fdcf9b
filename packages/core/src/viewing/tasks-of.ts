/**
 * The pending tasks of a loop, copied in slices. Tasks may end and begin between two slices. New ones are
 * added at the end of the loop's list, so they are found, too.
 */

import type { EventLoop } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import { currentTask } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import type { Sliced } from './sliced.ts'

const PIECE = 64

export function* tasksOf(loop: EventLoop): Sliced<Task<unknown>[]> {
  // Lists one that is in its first step.
  currentTask(loop)
  const tasks: Task<unknown>[] = []
  let at = loop._firstTask
  while (at !== null) {
    tasks.push(at)
    if (tasks.length % PIECE === 0) {
      yield
      at = goOn(tasks)
    }
    at = at === null ? loop._firstTask : at._next
  }
  return tasks
}

/**
 * The last of the tasks found that is still in the list: its place is where to go on. Null if all have ended.
 */
function goOn(tasks: readonly Task<unknown>[]): Task<unknown> | null {
  return tasks.findLast((task) => task._status === PENDING) ?? null
}
