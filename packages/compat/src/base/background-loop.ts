/**
 * The loop for coroutines that are called from where no loop runs: event handlers, promise code, the top of a module.
 *
 * It runs for ever and is never closed. That keeps no process alive: a loop with nothing ready and no timer has
 * nothing registered with its host, and the promise of its run is not more than an object.
 */

import { type EventLoop, newEventLoop } from '@acoro/core'

let shared: EventLoop | null = null

/** The one background loop of this thread, started when first asked for; call it outside a running loop only. */
export function backgroundLoop(): EventLoop {
  if (shared === null || !shared.isRunning()) {
    shared = newEventLoop()
    void shared.runForever()
  }
  return shared
}
