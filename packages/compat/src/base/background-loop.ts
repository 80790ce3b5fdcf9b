/**
 * The loop for coroutines that are called from where no loop runs: event handlers, promise code, the top of a module.
 *
 * It runs for ever and is never closed. That keeps no process alive: a loop with nothing ready and no timer has
 * nothing registered with its host, and the promise of its run is only an object.
 *
 * Its tasks belong to whoever called: to one request, then to another. So they keep the AsyncLocalStorage stores of their
 * callers, if the platform has such stores.
 */

import { type EventLoop, newEventLoop } from '@acoro/core'
import { keepStores, type ResourceClass } from './store-keeper.ts'

interface World {
  process?: { getBuiltinModule?(name: string): { AsyncResource?: ResourceClass } | undefined }
}

let shared: EventLoop | null = null

/** The one background loop of this thread, started when first asked for; call it outside a running loop only. */
export function backgroundLoop(): EventLoop {
  if (shared === null || !shared.isRunning()) {
    shared = newEventLoop()
    const { AsyncResource } = (globalThis as World).process?.getBuiltinModule?.('node:async_hooks') ?? {}
    if (AsyncResource !== undefined) keepStores(shared, AsyncResource)
    void shared.runForever()
  }
  return shared
}
