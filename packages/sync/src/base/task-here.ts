/** The current task, also asked where no loop runs: a lock may be taken and released anywhere, as long as nobody waits. */

import { currentTask, type Task } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'

export function taskHere(): Task<unknown> | null {
  const loop = runningLoop()
  return loop === null ? null : currentTask(loop)
}
