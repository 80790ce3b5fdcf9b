/** The current task inside of native async functions, which go on after an `await` outside of any step. */

import { AsyncLocalStorage } from 'node:async_hooks'
import { currentTask as coreCurrentTask, type Task } from '@acoro/core'
import { runningLoop } from '@acoro/core/lowlevel'
import { asyncBody } from '../base/async-body.ts'

/** The task on whose behalf an async function runs; see `fromAsync`. */
const bodies = new AsyncLocalStorage<Task<unknown>>()

asyncBody.start = (task, begin) => bodies.run(task, begin)

/**
 * The current task, as core's `currentTask`, and inside the async function of a `fromAsync` the task that runs it, after
 * an `await`, too. Null where there is none.
 */
export function currentTask(): Task<unknown> | null {
  const loop = runningLoop()
  const task = loop === null ? null : coreCurrentTask(loop)
  if (task !== null) return task
  const owner = bodies.getStore()
  return owner === undefined || owner.done() ? null : owner
}
