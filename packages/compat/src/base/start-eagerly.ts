/**
 * Starts a coroutine as an async function starts: it runs inside the call up to its first wait.
 *
 * A coroutine that never waits then needs no turn of the loop.
 */

import { type CoroutineLike, type EventLoop, Task } from '@acoro/core'
import { callInLoop, runningLoop } from '@acoro/core/lowlevel'

/**
 * Returns a task of `loop` that has taken its first step. If the loop does not run, it takes the step later.
 */
export function startEagerly<T>(loop: EventLoop, coro: CoroutineLike<T>): Task<T> {
  const running = runningLoop()
  if (running === loop) return eagerTask(loop, coro)
  if (running !== null || !loop.isRunning()) return loop.createTask(coro)
  return callInLoop(loop, eagerTask<T>, loop, coro)
}

const EAGER = { eager: true }

function eagerTask<T>(loop: EventLoop, coro: CoroutineLike<T>): Task<T> {
  // As createTask(), but the loop need not be looked up: it is the running one.
  return loop.getTaskFactory() === null ? new Task(coro, EAGER) : loop.createTask(coro, EAGER)
}
