/**
 * Work that survives the cancellation of the waiting task.
 */

import type { Awaitable, Future } from '../future/future.ts'
import { JointFuture } from '../parking/joint.ts'
import { ensureFuture } from '../task/create-task.ts'

/**
 * Waits for `awaitable` so that cancelling the wait does not cancel it. The waiting task still gets
 * CancelledError. If `awaitable` fails later, its error reaches the loop's exception handler. Keep a
 * reference to a task that you shield. asyncio: `asyncio.shield`.
 *
 * @example
 * ```ts
 * import { createTask, run, shield, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const saving = createTask(sleep(10, 'saved'))
 *   const waiter = createTask(function* () { return yield* shield(saving) }())
 *   yield* sleep(1)
 *   waiter.cancel()
 *   return yield* saving
 * }) // => 'saved'
 * ```
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable)
  if (inner.done()) return inner
  const outer = new JointFuture<T>(inner.getLoop(), 'shield', [inner as Future<unknown>])

  const innerDone = (): void => {
    if (outer.cancelled()) return
    if (inner.cancelled()) outer.cancel()
    else if (inner.failed()) outer._reject(inner.exception())
    else outer._resolve(inner.result())
  }
  const outerDone = (): void => {
    if (inner.done()) return
    inner.removeDoneCallback(innerDone)
    // One report, no matter how many shields around it were cancelled.
    inner.removeDoneCallback(reportLate)
    inner.addDoneCallback(reportLate)
  }
  inner.addDoneCallback(innerDone)
  outer.addDoneCallback(outerDone)
  return outer
}

function reportLate(inner: Future<unknown>): void {
  if (!inner.failed()) return
  const error = inner.exception()
  inner.getLoop().callExceptionHandler({
    message: `${error instanceof Error ? error.name : 'An'} exception in shielded future`,
    exception: error,
    future: inner,
  })
}
