/**
 * A deadline for one awaitable: a timeout block in the same task. It makes no task of its own.
 */

import { checkMilliseconds, describeValue, isCancelledError, TimeoutError } from '../base/errors.ts'
import { type Coroutine, isAwaitable } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, Future } from '../future/future.ts'
import { ensureFuture } from '../task/create-task.ts'
import { timeout } from './timeout.ts'

const withTimeout = coroutine(function* waitFor<T>(awaitable: Awaitable<T>, ms: number | null) {
  if (ms === null || ms > 0) return yield* timeout(ms, awaitable)
  const future = ensureFuture(awaitable)
  if (future.done()) return future.result()
  yield* cancelAndWait(future)
  try {
    return future.result()
  } catch (error) {
    if (!isCancelledError(error)) throw error
    throw new TimeoutError(`Timed out: no time was given (${ms} ms)`, { cause: error })
  }
})

/** Cancels `future` and waits until it is done, whatever its outcome. */
export const cancelAndWait: (future: Future<unknown>) => Coroutine<void> = coroutine(function* cancelAndWait(
  future: Future<unknown>,
) {
  const waiter = future.getLoop().createFuture<void>()
  const release = () => {
    if (!waiter.done()) waiter.setResult()
  }
  future.addDoneCallback(release)
  try {
    future.cancel()
    yield* waiter
  } finally {
    future.removeDoneCallback(release)
  }
})

/**
 * Waits for `awaitable` for at most `ms` milliseconds (null: no limit). Then it cancels the awaitable, waits
 * until that has cleaned up, and throws TimeoutError. A result that arrives in spite of the cancellation is
 * returned. With 0 or less, an awaitable that is not done is not begun. asyncio: `asyncio.wait_for`.
 *
 * @example
 * ```ts
 * import { run, sleep, waitFor } from '@acoro/core'
 *
 * await run(function* main() {
 *   return yield* waitFor(sleep(5, 'in time'), 1000)
 * }) // => 'in time'
 * ```
 */
export function waitFor<T>(awaitable: Awaitable<T>, ms: number | null): Coroutine<T> {
  if (ms !== null) checkMilliseconds(ms, 'a timeout')
  if (!isAwaitable(awaitable)) {
    throw new TypeError(
      `Expected an awaitable, got ${describeValue(awaitable)}${typeof awaitable === 'function' ? ': call it' : ''}`,
    )
  }
  return withTimeout(awaitable, ms)
}
