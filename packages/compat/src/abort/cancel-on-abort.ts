/** Cancels a task when an AbortSignal is aborted. */

import { type Future, isFuture } from '@acoro/core'
import { describeValue, onEnd } from '@acoro/core/lowlevel'
import { checkSignal, onAbort, whyAborted } from './on-abort.ts'

/**
 * Cancels `task` when `signal` is aborted, and at once if it is aborted already. Nothing is left on the
 * signal when the task is done. Dispose the result to stop listening earlier. TypeError if either argument is
 * of the wrong kind.
 *
 * @example
 * ```ts
 * import { createTask, isCancelledError, run, sleep } from '@acoro/core'
 *
 * const controller = new AbortController()
 * await run(function* main() {
 *   const task = createTask(sleep(1000))
 *   cancelOnAbort(task, controller.signal)
 *   controller.abort()
 *   yield* sleep(1)
 *   return task.cancelled()
 * }) // => true
 * ```
 */
export function cancelOnAbort(task: Future<unknown>, signal: AbortSignal): Disposable {
  if (!isFuture(task)) throw new TypeError(`Expected a task or a future, got ${describeValue(task)}`)
  checkSignal(signal)
  if (task.done()) return { [Symbol.dispose]() {} }
  const release = onAbort(signal, () => void task.cancel(whyAborted(signal.reason)))
  const unwatch = onEnd(task, release)
  return {
    [Symbol.dispose]() {
      release()
      unwatch()
    },
  }
}
