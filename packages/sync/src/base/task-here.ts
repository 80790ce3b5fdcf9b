/** The current task, or null outside of one: a lock can be taken and released anywhere, as long as nothing waits. */

import { currentTask, type Task } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'

export function taskHere(): Task<unknown> | null {
  const loop = runningLoop()
  return loop === null ? null : currentTask(loop)
}
