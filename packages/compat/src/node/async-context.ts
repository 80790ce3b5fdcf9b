/**
 * AsyncLocalStorage for the tasks of every loop.
 *
 * Importing this module is enough: from then on all tasks keep the stores under which they are made (see
 * store-keeper.ts). The price is one resource a task and one call a step. So a loop can be excluded.
 */

import { AsyncResource } from 'node:async_hooks'
import { currentTask, type EventLoop, newEventLoop } from '@acoro/core'
import { onEveryLoop, runningLoop } from '@acoro/core/lowlevel'
import { loopFor } from '../base/loop-for.ts'
import { dropStores, keepStores } from '../base/store-keeper.ts'

onEveryLoop((loop) => void keepStores(loop, AsyncResource))

/**
 * Makes the tasks of `loop` keep the AsyncLocalStorage stores under which they are made. Since this module
 * was imported they do so anyway. The default is the running loop, or the background loop if none runs.
 * Disposing the result stops it for that loop, if it needs no stores and each step counts. TypeError if
 * `loop` is not a loop.
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

/**
 * Returns a new loop. Its tasks keep their AsyncLocalStorage stores, as all tasks do since this module was
 * imported.
 */
export function asyncContextLoop(): EventLoop {
  return newEventLoop()
}
