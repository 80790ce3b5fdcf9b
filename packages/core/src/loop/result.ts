/**
 * The result of a run, on its way into a promise.
 *
 * A promise cannot hold an object with a `then`: it would wait for it. A future of a loop that no longer runs
 * never settles. CPython returns the future. Here a returned future, like a returned coroutine, nearly always
 * means a forgotten `yield*`, and the error says so.
 */

import { isCancelledError } from '../base/errors.ts'
import { isCoroutine } from '../coroutine/coroutine.ts'
import { type Future, isFuture } from '../future/future.ts'
import type { Task } from '../task/task.ts'
import { isGenerator } from '../tracing/probe.ts'

/**
 * Returns the result of a future that is done. Throws its error, or TypeError if the result has to be
 * awaited.
 */
export function resultOf<T>(future: Future<T>): T {
  const result = future.result()
  if (!isToBeAwaited(result)) return result
  const who =
    future._kind === 'Task' ? `${(future as unknown as Task<T>).coro.functionName}()` : future.describe()
  // The end of the run cancels it. That needs no report.
  if (isFuture(result)) result.addDoneCallback(takeCancellation)
  const what = isFuture(result) ? result.describe() : `the coroutine ${result.functionName}()`
  throw new TypeError(
    `Expected ${who} to return a value, got ${what}, which nobody has awaited: \`return yield* …\``,
  )
}

/**
 * A gather fails if its children are cancelled. Its error is marked as retrieved here, so that no report
 * follows.
 */
function takeCancellation(future: Future<unknown>): void {
  if (!future.cancelled() && isCancelledError(future._outcome)) future.exception()
}

/** Generators do not count: the user may want to iterate them. */
function isToBeAwaited(value: unknown): value is Future<unknown> | { readonly functionName: string } {
  if (typeof value !== 'object' || value === null) return false
  try {
    return isFuture(value) || (isCoroutine(value) && !isGenerator(value))
  } catch {
    // A Proxy that throws when it is inspected is a plain value of the user.
    return false
  }
}
