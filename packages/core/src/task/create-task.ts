/**
 * Makes tasks of coroutines, and futures of everything that can be awaited.
 *
 * `ensureFuture` accepts objects of the user that only have an iterator. Those need a coroutine around them,
 * which is made here.
 */

import type { EventLoop } from '../base/above.ts'
import { describeValue } from '../base/errors.ts'
import { Coroutine, type CoroutineLike, isAwaitable, isCoroutine } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import { type Awaitable, type Future, isFuture, type Suspension } from '../future/future.ts'
import { loopInForce } from '../future/loop-in-force.ts'
import { checkLoop } from '../scheduler/check.ts'
import { getRunningLoop } from './current-task.ts'
import type { Task } from './task.ts'
import type { TaskOptions } from './task-options.ts'

/**
 * Runs a coroutine as a task of the running loop. RuntimeError if no loop runs.
 * asyncio: `asyncio.create_task`.
 */
export function createTask<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
  return getRunningLoop().createTask(coro, options)
}

/**
 * Returns a future as it is, and any other awaitable as a task. The task's loop is the one named, else the
 * running one, else that of `setEventLoop`. TypeError if the argument cannot be awaited. RangeError for a
 * future of a loop other than the one named. RuntimeError if there is no loop or it is closed; a closed loop
 * closes the coroutine, too. asyncio: `asyncio.ensure_future`.
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, loop?: EventLoop): Future<T> {
  if (loop !== undefined) checkLoop(loop, 'the second argument of ensureFuture()')
  if (awaitable instanceof Coroutine) return taskOf(awaitable, loop)
  if (isFuture(awaitable)) {
    if (loop !== undefined && awaitable._loop !== loop) {
      throw new RangeError('The future belongs to a different loop than the one named')
    }
    return awaitable as Future<T>
  }
  return taskOf(coroutineOf(awaitable), loop)
}

function taskOf<T>(coro: CoroutineLike<T>, loop: EventLoop | undefined): Task<T> {
  const home = loop ?? loopInForce()
  // It will never be awaited, and debug mode would report that.
  if (home.isClosed()) coro.return(undefined as T)
  return home.createTask(coro)
}

/** Any awaitable as a coroutine. */
export function coroutineOf<T>(awaitable: Awaitable<T>): CoroutineLike<T> {
  if (isCoroutine(awaitable)) return awaitable as CoroutineLike<T>
  if (!isAwaitable(awaitable)) {
    const promise = typeof awaitable === 'object' && awaitable !== null && 'then' in awaitable
    throw new TypeError(
      `Expected a future, a coroutine or an awaitable, got ${describeValue(awaitable)}` +
        (promise
          ? ': wrap a promise with fromPromise() of @acoro/compat'
          : typeof awaitable === 'function'
            ? ': call it'
            : ''),
    )
  }
  return new Frame<T>(awaiting(awaitable as Awaitable<T>), awaiting)
}

function* awaiting<T>(awaitable: Awaitable<T>): Generator<Suspension, T, unknown> {
  return yield* awaitable
}
