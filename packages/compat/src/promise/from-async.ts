/**
 * Native async functions as coroutines: a body that is written with `await`, and can be cancelled all the same.
 *
 * An async function cannot be interrupted from outside, but whatever it awaits through `io` can reject. So a cancel
 * becomes a CancelledError at the `await io(…)` it stands at, or at the next one, and its `finally` blocks may use `io`
 * again. Each `io` is a task of its own, because an async function may have several under way (`Promise.all`); all
 * run in the context of the coroutine, which ends when the function has, and takes along what is left.
 */

import { type Coroutine, coroutine, currentTask, RuntimeError } from '@acoro/core'
import { cancelAll, describeValue } from '@acoro/core/lowlevel'
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
        // Cancelled after the function had settled: there is nothing left to throw it at.
        if (outcome !== undefined) throw error
        scope.cancel(error)
      }
    }
    if ('error' in outcome) throw outcome.error
    return outcome.value
  } finally {
    if (outcome === undefined) scope.abort()
    yield* cancelAll(scope.end())
  }
})

/**
 * Runs an async function as a coroutine. `await io(awaitable)` waits for anything that can be awaited; when the task is
 * cancelled it throws CancelledError there, or, where the function waits for something else, at its next `io`. After
 * the end of the function `io` rejects with RuntimeError. TypeError for what is no function.
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
