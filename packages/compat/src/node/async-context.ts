/**
 * AsyncLocalStorage for the tasks of every loop.
 *
 * Importing this module is enough: from then on the tasks of all loops keep the stores they are made under (see
 * store-keeper.ts). That costs a resource a task and an entry a step, so a loop can be taken out of it.
 */

import { AsyncResource } from 'node:async_hooks'
import { currentTask, type EventLoop, newEventLoop } from '@acoro/core'
import { onEveryLoop, runningLoop } from '@acoro/core/lowlevel'
import { loopFor } from '../base/loop-for.ts'
import { dropStores, keepStores } from '../base/store-keeper.ts'

onEveryLoop((loop) => void keepStores(loop, AsyncResource))

/**
 * The tasks of `loop` run under the AsyncLocalStorage stores they are made under, as they do anyway since this module was
 * imported. The loop is the running one by default, or the shared background loop if none runs. Dispose what it returns
 * to end that for the loop, if the stores are not needed there and each step counts.
 *
 * @example
 * ```ts
 * import { AsyncLocalStorage } from 'node:async_hooks'
 * import { coroutine, createTask, run, sleep } from '@acoro/core'
 *
 * const requestId = new AsyncLocalStorage<number>()
 * const handle = coroutine(function* handle() {
 *   yield* sleep(10)
 *   return requestId.getStore()
 * })
 * await run(function* main() {
 *   keepAsyncContext()
 *   return yield* requestId.run(7, () => createTask(handle()))
 * }) // => 7
 * ```
 */
export function keepAsyncContext(loop?: EventLoop): Disposable {
  const chosen = loopFor(loop)
  const keeper = keepStores(chosen, AsyncResource)
  const task = runningLoop() === chosen ? currentTask(chosen) : null
  if (task !== null) keeper.keep(task)
  return { [Symbol.dispose]: () => dropStores(chosen) }
}

/** A new loop whose tasks keep their AsyncLocalStorage stores, as all do since this module was imported. */
export function asyncContextLoop(): EventLoop {
  return newEventLoop()
}
