/** The current task, or null: a lock can be taken and released outside of tasks, if nothing has to wait. */

import { currentTask, type Task } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'

export function taskHere(): Task<unknown> | null {
  const loop = runningLoop()
  return loop === null ? null : currentTask(loop)
}
