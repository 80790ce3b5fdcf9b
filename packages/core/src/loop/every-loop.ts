/**
 * Hooks with which integrations set up loops: one loop, or every loop of the process.
 *
 * A program makes its loops in many places (`run`, a test's `VirtualLoop`), and a tracer needs all of them.
 */

import { state } from '../current/state.ts'
import { TaskHooks, type TaskKeeper } from '../tracing/hooks.ts'
import type { EventLoop } from './loop.ts'

declare module '../current/state.ts' {
  interface State {
    /** Functions that are called with every new loop. */
    readonly setUps: ((loop: EventLoop) => void)[]
  }
}

/** Calls `setUp` with every loop that is not closed, and with each new one when it is made. */
export function onEveryLoop(setUp: (loop: EventLoop) => void): void {
  state.setUps.push(setUp)
  for (const reference of state.loops) {
    const loop = reference.deref()
    if (loop !== undefined) setUp(loop as EventLoop)
  }
}

/** Makes `keeper` keep the data of the tasks of `loop`; null removes it. A loop has at most one keeper. */
export function keepTasks(loop: EventLoop, keeper: TaskKeeper | null): void {
  const hooks = loop._hooks ?? new TaskHooks(loop)
  hooks.keeper = keeper
  loop._hooks = hooks.isEmpty ? null : hooks
  loop._watch()
}
