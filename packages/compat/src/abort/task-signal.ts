/**
 * The cancellation of a task as an AbortSignal.
 *
 * A task has one signal, made when it is first asked for. `task.cancel()` aborts it before it returns, so a
 * socket is closed before another task runs. Assumption: `cancel()` is called on that very task object, as
 * timeouts and groups do. So the task gets a `cancel` of its own until it is done, and only tasks that were
 * asked for a signal pay for it.
 */

import { currentTask, isFuture, RuntimeError, type Task } from '@acoro/core'
import { describeValue, makeCancelledError, onEnd, runningLoop } from '@acoro/core/lowlevel'
import { abortError } from './abort-error.ts'

const controllers = new WeakMap<Task<unknown>, AbortController>()

/**
 * Returns the signal of `task`, by default of the current task. It is aborted when the task is cancelled, and
 * never after the task is done. Each call returns the same signal. After a cancellation that was taken back,
 * by a timeout for example, there is a new one. RuntimeError if there is no task.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   let signal: AbortSignal | undefined
 *   const task = createTask(function* () {
 *     signal = taskSignal()
 *     yield* sleep(1000)
 *   }())
 *   yield* sleep(1)
 *   task.cancel()
 *   return signal?.aborted
 * }) // => true
 * ```
 */
export function taskSignal(task: Task<unknown> | null = taskInForce()): AbortSignal {
  if (task === null || !isFuture(task) || typeof task.cancelling !== 'function') {
    throw task === null ? noTask() : new TypeError(`Expected a task, got ${describeValue(task)}`)
  }
  const known = controllers.get(task)
  if (known !== undefined && (!known.signal.aborted || task.cancelling() > 0)) return known.signal
  const controller = new AbortController()
  controllers.set(task, controller)
  if (known === undefined) watch(task)
  if (task.cancelled() || task.cancelling() > 0) controller.abort(abortError(makeCancelledError()))
  return controller.signal
}

/** Makes `task.cancel()` abort the signal, too, until the task is done. */
function watch(task: Task<unknown>): void {
  if (task.done()) return
  const inherited = task.cancel
  const cancel = (message?: string): boolean => {
    const accepted = inherited.call(task, message)
    if (accepted) controllers.get(task)?.abort(abortError(makeCancelledError(message, currentName())))
    return accepted
  }
  Object.defineProperty(task, 'cancel', { value: cancel, configurable: true })
  onEnd(task, () => {
    Reflect.deleteProperty(task, 'cancel')
  })
}

function taskInForce(): Task<unknown> | null {
  const loop = runningLoop()
  return loop === null ? null : currentTask(loop)
}

function currentName(): string | undefined {
  return taskInForce()?.name
}

function noTask(): RuntimeError {
  return new RuntimeError('taskSignal() needs a task: call it in a coroutine, or name the task')
}
