/**
 * Tasks and AsyncLocalStorage.
 *
 * A step runs wherever the loop happens to be entered from, in the async context of whoever woke it: a socket, a timer,
 * another request. Tracers and request ids would go astray. So each task gets an AsyncResource at its creation, and all
 * its steps run in that: the stores in force where a task is created are in force in it, to its end.
 *
 * The trade-off: a resource a task and a closure a step, so it is for loops that are asked to.
 */

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { currentTask as coreCurrentTask, type EventLoop, newEventLoop, type Task } from '@acoro/core'
import { runningLoop, type TaskHook } from '@acoro/core/lowlevel'
import { asyncBody } from '../base/async-body.ts'
import { loopFor } from '../base/loop-for.ts'

/** The task on whose behalf an async function runs; see `fromAsync`. */
const bodies = new AsyncLocalStorage<Task<unknown>>()

asyncBody.start = (task, begin) => bodies.run(task, begin)

class ContextHook implements TaskHook {
  readonly #resources = new WeakMap<Task<unknown>, AsyncResource>()

  taskCreated(task: Task<unknown>): void {
    this.#resources.set(task, new AsyncResource('acoro.Task', { requireManualDestroy: true }))
  }

  aroundStep(task: Task<unknown>, step: () => void): void {
    const resource = this.#resources.get(task)
    if (resource === undefined) step()
    else resource.runInAsyncScope(step)
  }

  taskFinished(task: Task<unknown>): void {
    this.#resources.get(task)?.emitDestroy()
    this.#resources.delete(task)
  }
}

/**
 * From now on the tasks of `loop` run under the AsyncLocalStorage stores they are created under; so does the current
 * task. The loop is the running one unless given, and the shared one in the background where none runs. Dispose what it
 * gives to end that.
 *
 * @example
 * ```ts
 * import { AsyncLocalStorage } from 'node:async_hooks'
 * import { coroutine, createTask, run, sleep } from '@acoro/core'
 *
 * const requestId = new AsyncLocalStorage<number>()
 * const handle = coroutine(function* handle() {
 *   yield* sleep(10)
 *   return requestId.getStore()
 * })
 * await run(function* main() {
 *   keepAsyncContext()
 *   return yield* requestId.run(7, () => createTask(handle()))
 * }) // => 7
 * ```
 */
export function keepAsyncContext(loop?: EventLoop): Disposable {
  const chosen = loopFor(loop)
  const hook = new ContextHook()
  const task = runningLoop() === chosen ? coreCurrentTask(chosen) : null
  if (task !== null) hook.taskCreated(task)
  const remove = chosen.addHook(hook)
  return { [Symbol.dispose]: remove }
}

/** A new loop whose tasks keep their AsyncLocalStorage stores: `run(main, { loopFactory: asyncContextLoop })`. */
export function asyncContextLoop(): EventLoop {
  const loop = newEventLoop()
  keepAsyncContext(loop)
  return loop
}

/**
 * The current task, as core's `currentTask`, and inside the async function of a `fromAsync` the task that runs it, after
 * an `await`, too. Null where there is none.
 */
export function currentTask(): Task<unknown> | null {
  const loop = runningLoop()
  const task = loop === null ? null : coreCurrentTask(loop)
  if (task !== null) return task
  const owner = bodies.getStore()
  return owner === undefined || owner.done() ? null : owner
}
