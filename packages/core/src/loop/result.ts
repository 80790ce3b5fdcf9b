/**
 * The result of a run, on its way into a promise.
 *
 * A promise cannot hold what has a `then`: it would wait for it, and a future of a loop that does not run any more never
 * settles. CPython gives the future back. Here it is nearly always a forgotten `yield*`, as a coroutine is that was
 * returned and not awaited, and so it is said.
 */

import { isCancelledError } from '../base/errors.ts'
import { isCoroutine } from '../coroutine/coroutine.ts'
import { type Future, isFuture } from '../future/future.ts'
import type { Task } from '../task/task.ts'
import { isGenerator } from '../tracing/probe.ts'

/** The result of a future that is done. Throws its error; TypeError for what has to be awaited. */
export function resultOf<T>(future: Future<T>): T {
  const result = future.result()
  if (!isToBeAwaited(result)) return result
  const who = future._kind === 'Task' ? `${(future as unknown as Task<T>).coro.name}()` : future.describe()
  // That the end of the run cancels it is no news.
  if (isFuture(result)) result.addDoneCallback(takeCancellation)
  const what = isFuture(result) ? result.describe() : `the coroutine ${result.name}()`
  throw new TypeError(
    `Expected ${who} to return a value, got ${what}, which nobody has awaited: \`return yield* …\``,
  )
}

/** A gather whose children are cancelled fails with that, and would be reported. */
function takeCancellation(future: Future<unknown>): void {
  if (!future.cancelled() && isCancelledError(future._outcome)) future.exception()
}

/** Generators are not: they may well be meant to be iterated. */
function isToBeAwaited(value: unknown): value is Future<unknown> | { readonly name: string } {
  if (typeof value !== 'object' || value === null) return false
  try {
    return isFuture(value) || (isCoroutine(value) && !isGenerator(value))
  } catch {
    // A Proxy that cannot be looked at is somebody's value.
    return false
  }
}
