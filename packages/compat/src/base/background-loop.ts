/**
 * The loop for coroutines that are called when no loop runs: from event handlers, promise code, the top of a
 * module. It is the one in core, so that compiled async functions (`@acoro/async`) run on it, too.
 *
 * Its tasks are made by many callers, one request after another. So they keep the AsyncLocalStorage stores of
 * their callers, if the platform has AsyncLocalStorage.
 */

import type { EventLoop } from '@acoro/core'
import { backgroundLoop as loopOfThread } from '@acoro/core/lowlevel'
import { keepStores, type ResourceClass } from './store-keeper.ts'

interface World {
  process?: { getBuiltinModule?(name: string): { AsyncResource?: ResourceClass } | undefined }
}

/** The one whose tasks keep their stores. */
let known: EventLoop | null = null

/**
 * Returns the background loop of this thread, and starts it on the first call. Call it only when no loop is
 * running.
 */
export function backgroundLoop(): EventLoop {
  const loop = loopOfThread()
  if (loop !== known) {
    known = loop
    const { AsyncResource } = (globalThis as World).process?.getBuiltinModule?.('node:async_hooks') ?? {}
    if (AsyncResource !== undefined) keepStores(loop, AsyncResource)
  }
  return loop
}
