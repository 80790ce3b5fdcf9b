/**
 * Makes a loop, and finds the loop to use if none runs. This is asyncio's event loop policy, without the
 * policy.
 */

import { describeValue } from '../base/errors.ts'
import { state } from '../current/state.ts'
import type { LoopOptions } from '../scheduler/check.ts'
import { EventLoop } from './loop.ts'

/** A new loop on the platform's own clock. asyncio: `asyncio.new_event_loop`. */
export function newEventLoop(options?: LoopOptions): EventLoop {
  return new EventLoop(options)
}

/**
 * Returns the running loop, else the one that was set, else a new one, which it sets. asyncio:
 * `asyncio.get_event_loop`.
 */
export function getEventLoop(): EventLoop {
  if (state.loop !== null) return state.loop as EventLoop
  if (state.defaultLoop === null || state.defaultLoop.isClosed()) state.defaultLoop = newEventLoop()
  return state.defaultLoop
}

/** Sets the loop that `getEventLoop` returns outside a running loop; null removes it. */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null && typeof (loop as Partial<EventLoop> | undefined)?.callSoon !== 'function') {
    throw new TypeError(`Expected an event loop or null, got ${describeValue(loop)}`)
  }
  state.defaultLoop = loop
}
