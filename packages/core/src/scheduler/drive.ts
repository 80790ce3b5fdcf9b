/**
 * Driving a loop from outside: for tests, hosts and bridges (lowlevel).
 *
 * They are functions, not methods of the loop, so that programs do not meet them and bundlers can leave them
 * out.
 */

import { RuntimeError } from '../base/errors.ts'
import { state } from '../current/state.ts'
import type { Scheduler } from './scheduler.ts'
import { isInLoop } from './step-aside.ts'

/**
 * Begins a run that lasts until `stop()`, and calls `ended` at its end. For code that drives the loop by its
 * own Host. RuntimeError as for `runForever`.
 */
export function beginRun(loop: Scheduler, ended: () => void): void {
  loop._begin(ended)
}

/**
 * Calls `fn` as a callback of `loop` would be called, from code outside any loop. A task that `fn` starts
 * eagerly runs at once. A call that `fn` schedules wakes the loop. RuntimeError inside a running loop.
 */
export function callInLoop<A extends unknown[], T>(loop: Scheduler, fn: (...args: A) => T, ...args: A): T {
  if (isInLoop()) throw new RuntimeError('callInLoop() cannot be called from a running event loop')
  loop._checkOpen()
  const { context } = state
  state.loop = loop
  loop._entriesRead--
  state.debugging = loop.getDebug()
  try {
    return fn(...args)
  } finally {
    state.loop = null
    state.debugging = state.debuggers > 0
    state.task = null
    state.frames = null
    state.context = context
    loop._noticeFailures()
  }
}

/**
 * Throws the error that `runForever` would reject with: the loop is closed or running, or another one is
 * running.
 */
export function checkMayRun(loop: Scheduler): void {
  loop._checkMayRun()
}

/**
 * The exact time at which the earliest timer of `loop` is due; a Host receives a rounded delay. Infinity if
 * no timer waits.
 */
export function nextDue(loop: Scheduler): number {
  return loop._timers.peek()?._when ?? Infinity
}
