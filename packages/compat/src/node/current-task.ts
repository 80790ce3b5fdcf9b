/**
 * Finds the current task inside of native async functions. After an `await` they go on outside of any step.
 */

import { AsyncLocalStorage } from 'node:async_hooks'
import { currentTask as coreCurrentTask, type Task } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'
import { asyncBody } from '../base/async-body.ts'

/** The task that runs an async function; see `fromAsync`. */
const bodies = new AsyncLocalStorage<Task<unknown>>()

asyncBody.start = (task, begin) => bodies.run(task, begin)

/**
 * Returns the current task as `currentTask` of core does. Inside the function of a `fromAsync` it returns the
 * task that runs the function, after an `await`, too. Null if there is none.
 */
export function currentTask(): Task<unknown> | null {
  const loop = runningLoop()
  const task = loop === null ? null : coreCurrentTask(loop)
  if (task !== null) return task
  const owner = bodies.getStore()
  return owner === undefined || owner.done() ? null : owner
}
