/**
 * The loop for code that is called when no loop runs: event handlers, promise code, the top of a module.
 *
 * There is one in a thread, whatever package asks for it, so that what they make can meet. It runs for ever
 * and is never closed. It keeps no process alive: a loop with nothing ready and no timer has registered
 * nothing with its host.
 */

import { state } from '../current/state.ts'
import { newEventLoop } from './current-loop.ts'
import type { EventLoop } from './loop.ts'

declare module '../current/state.ts' {
  interface State {
    background?: EventLoop | undefined
  }
}

/**
 * Returns the background loop of this thread, and starts it on the first call. Call it only when no loop is
 * running.
 */
export function backgroundLoop(): EventLoop {
  let loop = state.background
  if (loop === undefined || !loop.isRunning()) {
    loop = newEventLoop()
    state.background = loop
    void loop.runForever()
  }
  return loop
}

/**
 * The loop for a call from code outside of any coroutine: the running one, else that of `setEventLoop` if it
 * is open, else the one in the background.
 */
export function loopOfCall(): EventLoop {
  const running = state.loop as EventLoop | null
  if (running !== null) return running
  const chosen = state.defaultLoop
  return chosen !== null && !chosen.isClosed() ? chosen : backgroundLoop()
}
