/** The loops of a thread. They are noted weakly, so a loop that nobody closed can be collected. */

import { state } from '../current/state.ts'
import type { EventLoop } from './loop.ts'

/** The loops that are neither closed nor garbage-collected. */
export function openLoops(): EventLoop[] {
  const loops: EventLoop[] = []
  for (const reference of state.loops) {
    const loop = reference.deref() as EventLoop | undefined
    if (loop === undefined || loop.isClosed()) state.loops.delete(reference)
    else loops.push(loop)
  }
  return loops
}
