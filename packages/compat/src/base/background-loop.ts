/**
 * The loop for coroutines that are called when no loop runs: from event handlers, promise code, the top of a
 * module.
 *
 * It runs for ever and is never closed. It keeps no process alive: a loop with nothing ready and no timer has
 * registered nothing with its host.
 *
 * Its tasks are made by many callers, one request after another. So they keep the AsyncLocalStorage stores of
 * their callers, if the platform has AsyncLocalStorage.
 */

import { type EventLoop, newEventLoop } from '@acoro/core'
import { keepStores, type ResourceClass } from './store-keeper.ts'

interface World {
  process?: { getBuiltinModule?(name: string): { AsyncResource?: ResourceClass } | undefined }
}

let shared: EventLoop | null = null

/**
 * Returns the background loop of this thread, and starts it on the first call. Call it only when no loop is
 * running.
 */
export function backgroundLoop(): EventLoop {
  if (shared === null || !shared.isRunning()) {
    shared = newEventLoop()
    const { AsyncResource } = (globalThis as World).process?.getBuiltinModule?.('node:async_hooks') ?? {}
    if (AsyncResource !== undefined) keepStores(shared, AsyncResource)
    void shared.runForever()
  }
  return shared
}
