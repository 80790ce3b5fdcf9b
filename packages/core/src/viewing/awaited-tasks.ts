/** Who could end the wait of a task: the edges of a picture of circles and chains. */

import { holdersBehind } from '../loop/deadlock.ts'
import type { Task } from '../task/task.ts'
import { taskNumber } from '../task/task-number.ts'

const NONE: readonly number[] = []

/**
 * The numbers of the tasks whose progress can end the wait of `task`, through futures that join them and
 * locks that they hold. Empty if it does not wait, or if it need not be a task that ends its wait.
 */
export function awaitedTasks(task: Task<unknown>): readonly number[] {
  try {
    const holders = holdersBehind(task)
    return holders === null ? NONE : [...holders].map((holder) => taskNumber(holder as Task<unknown>))
  } catch {
    // The program may have written what it waits for.
    return NONE
  }
}
