/**
 * The cancellation of a call as an AbortSignal, for `fetch` and the like.
 */

import { currentTask, RuntimeError, type Task } from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { Call, signals } from '../engine/call.ts'

/**
 * Returns the signal of a call, by default of the one that runs. It is aborted when the call is cancelled,
 * before any other code runs. Each call has one signal. RuntimeError if no compiled async function runs.
 * TypeError if `task` is not the task of one; the tasks of coroutines have `taskSignal` of `@acoro/compat`.
 *
 * @example
 * ```ts
 * const load = async (url: string) => {
 *   const response = await fetch(url, { signal: taskSignal() })
 *   return await response.text()
 * }
 * typeof load // => 'function'
 * ```
 */
export function taskSignal(task: Task<unknown> | null = taskHere()): AbortSignal {
  if (task === null) {
    throw new RuntimeError('taskSignal() needs a call: use it in a compiled async function, or name the task')
  }
  if (!(task instanceof Call)) {
    throw new TypeError(
      `Expected the task of a compiled async function, got ${describeValue(task)}: ` +
        'for the task of a coroutine use taskSignal() of @acoro/compat',
    )
  }
  return signals.of(task)
}

function taskHere(): Task<unknown> | null {
  const loop = runningLoop()
  return loop === null ? null : currentTask(loop)
}
