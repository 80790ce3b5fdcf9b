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
    /** How many of them, at the end, are to stay last. */
    lastSetUps: number
  }
}

/**
 * Calls `setUp` with every loop that is not closed, and with each new one when it is made. With `last` it is
 * called after all those without, also if they come later: then it is called with every loop again.
 */
export function onEveryLoop(setUp: (loop: EventLoop) => void, last: boolean = false): void {
  const { setUps } = state
  const at = last ? setUps.length : setUps.length - state.lastSetUps
  setUps.splice(at, 0, setUp)
  if (last) state.lastSetUps++
  for (const reference of state.loops) {
    const loop = reference.deref()
    if (loop !== undefined) for (const each of setUps.slice(at)) each(loop as EventLoop)
  }
}

/**
 * Makes `keeper` keep the data of the tasks of `loop`; null removes it. A loop has at most one keeper.
 * Returns the one before.
 */
export function keepTasks(loop: EventLoop, keeper: TaskKeeper | null): TaskKeeper | null {
  const hooks = loop._hooks ?? new TaskHooks(loop)
  const before = hooks.keeper
  hooks.keeper = keeper
  loop._hooks = hooks.isEmpty ? null : hooks
  loop._watch()
  return before
}
