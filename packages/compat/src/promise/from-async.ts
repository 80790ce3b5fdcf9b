/**
 * Runs native async functions as coroutines. The body is written with `await`, and can be cancelled.
 *
 * An async function cannot be interrupted from outside. But whatever it awaits through `io` can be rejected.
 * So a cancel becomes a CancelledError at the `await io(…)` where the function waits, or at the next one. Its
 * `finally` blocks may use `io` again.
 */

import { type Coroutine, coroutine, currentTask, RuntimeError } from '@acoro/core'
import { cancelAll, describeValue, holdCancel, releaseCancel } from '@acoro/core/lowlevel'
import { asyncBody } from '../base/async-body.ts'
import { checkPromise } from './from-promise.ts'
import { type Io, IoScope } from './io-scope.ts'

const running: <T>(fn: (io: Io) => PromiseLike<T>) => Coroutine<T> = coroutine(function* fromAsync<T>(
  fn: (io: Io) => PromiseLike<T>,
) {
  const task = currentTask()
  if (task === null) throw new RuntimeError('fromAsync() needs a task: run() it, or await it in a coroutine')
  const loop = task.getLoop()
  const scope = new IoScope(fn, task)
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined
  let settled = loop.createFuture<void>()
  let held: ReturnType<typeof holdCancel> = null
  const settle = (result: { readonly value: T } | { readonly error: unknown }) => {
    outcome = result
    if (!settled.done()) settled.setResult()
  }
  try {
    const promise = checkPromise(
      asyncBody.start(task, () => fn(scope.makeIo())),
      fn,
    )
    promise.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    )
    while (outcome === undefined) {
      if (settled.done()) settled = loop.createFuture<void>()
      try {
        yield* settled
      } catch (error) {
        // The function has settled: there is no `await` left to throw at.
        if (outcome !== undefined) throw error
        scope.cancel(error)
        held ??= holdCancel()
      }
    }
    if ('error' in outcome) throw outcome.error
    return outcome.value
  } finally {
    releaseCancel(held)
    if (outcome === undefined) scope.abort()
    yield* cancelAll(scope.end())
  }
})

/**
 * Runs an async function as a coroutine. `await io(awaitable)` waits for any awaitable. When the task is
 * cancelled, that throws CancelledError; if the function waits for something else, its next `io` throws it.
 * After the end of the function `io` rejects with RuntimeError. TypeError if `fn` is not a function.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * const load = (id: number) => fromAsync(async (io) => {
 *   await io(sleep(10))
 *   return `item ${id}`
 * })
 * await run(load(7)) // => 'item 7'
 * ```
 */
export function fromAsync<T>(fn: (io: Io) => PromiseLike<T>): Coroutine<T> {
  if (typeof fn !== 'function') {
    throw new TypeError(`Expected an async function (async (io) => …), got ${describeValue(fn)}`)
  }
  return running(fn)
}
