/**
 * The default loop of objects that are made without naming one.
 *
 * It is usually the running loop. Code outside a run can set a default with `setEventLoop`.
 */

import type { EventLoop } from '../base/above.ts'
import { RuntimeError } from '../base/errors.ts'
import { state } from '../current/state.ts'

/** The running loop, else the one of `setEventLoop`. RuntimeError if there is neither. */
export function loopInForce(): EventLoop {
  const loop = (state.loop as EventLoop | null) ?? state.defaultLoop
  if (loop === null)
    throw new RuntimeError(
      'no running event loop, and none was set: call it from a coroutine, name the loop, or use setEventLoop()',
    )
  return loop
}
