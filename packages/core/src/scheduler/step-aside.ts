/**
 * May another loop run now?
 *
 * The step of a compiled async function (parking/driven-task.ts) is the program's own code, in a reaction of
 * a promise: it may run another loop, as native code may. Until its next `await` it then stands outside of
 * its loop.
 */

import { state } from '../current/state.ts'

interface Sharing {
  _host: { sharesJobs?: boolean | undefined }
}

/**
 * Is a loop running, so that another one cannot? If the code is the step of a compiled async function, it
 * leaves its loop by this question, until its next `await`. Coroutines, and compiled functions on the loop of
 * a test, stay.
 */
export function isInLoop(): boolean {
  const { loop, task, frames } = state
  if (loop === null) return false
  if (task === null || frames !== null || !('_awaiters' in task)) return true
  if ((loop as unknown as Sharing)._host.sharesJobs !== true) return true
  state.loop = null
  state.task = null
  return false
}
