/**
 * What integrations do to loops: to one, or to every one of the process.
 *
 * A program makes its loops in many places (`run`, a test's `VirtualLoop`), and a tracer wants to know all of them.
 */

import { state } from '../current/state.ts'
import type { TaskKeeper } from '../tracing/hooks.ts'
import type { EventLoop } from './loop.ts'

declare module '../current/state.ts' {
  interface State {
    /** Called with every loop that is made. */
    readonly setUps: ((loop: EventLoop) => void)[]
  }
}

/** Calls `setUp` with every loop there is that is not closed, and with each one as it is made. */
export function onEveryLoop(setUp: (loop: EventLoop) => void): void {
  state.setUps.push(setUp)
  for (const reference of state.loops) {
    const loop = reference.deref()
    if (loop !== undefined) setUp(loop as EventLoop)
  }
}

/** Has `keeper` keep what belongs to the tasks of `loop`; null takes it away. A loop has one keeper at most. */
export function keepTasks(loop: EventLoop, keeper: TaskKeeper | null): void {
  loop._setKeeper(keeper)
}
