/**
 * Starting a coroutine at once, as an async function starts: up to its first wait it runs inside the call.
 *
 * What needs no wait then costs no turn of the loop either.
 */

import { type CoroutineLike, type EventLoop, Task } from '@acoro/core'
import { callInLoop, runningLoop } from '@acoro/core/lowlevel'

/** A task of `loop` that has taken its first step; on a loop that does not run it takes it later. */
export function startEagerly<T>(loop: EventLoop, coro: CoroutineLike<T>): Task<T> {
  const running = runningLoop()
  if (running === loop) return eagerTask(loop, coro)
  if (running !== null || !loop.isRunning()) return loop.createTask(coro)
  return callInLoop(loop, eagerTask<T>, loop, coro)
}

const EAGER = { eager: true }

function eagerTask<T>(loop: EventLoop, coro: CoroutineLike<T>): Task<T> {
  // The same as createTask(), less a look for the loop, which is the one in force.
  return loop.getTaskFactory() === null ? new Task(coro, EAGER) : loop.createTask(coro, EAGER)
}
