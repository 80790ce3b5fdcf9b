/**
 * Making a loop, and the loop that is used if none runs. asyncio's event loop policy, without the policy.
 */

import { describeValue } from '../base/errors.ts'
import { state } from '../current/state.ts'
import type { LoopOptions } from '../scheduler/check.ts'
import { EventLoop } from './loop.ts'

/** A new loop on the platform's own clock. asyncio: `asyncio.new_event_loop`. */
export function newEventLoop(options?: LoopOptions): EventLoop {
  return new EventLoop(options)
}

/** The running loop, else the one set, else a new one that is set by this. asyncio: `asyncio.get_event_loop`. */
export function getEventLoop(): EventLoop {
  if (state.loop !== null) return state.loop as EventLoop
  if (state.defaultLoop === null || state.defaultLoop.isClosed()) state.defaultLoop = newEventLoop()
  return state.defaultLoop
}

/** Sets what `getEventLoop` gives outside a running loop; null takes it away. */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null && typeof (loop as Partial<EventLoop> | undefined)?.callSoon !== 'function') {
    throw new TypeError(`Expected an event loop or null, got ${describeValue(loop)}`)
  }
  state.defaultLoop = loop
}
