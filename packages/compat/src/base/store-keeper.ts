/**
 * Keeps the AsyncLocalStorage stores of tasks.
 *
 * A step runs in the async context of the code that woke the task: a socket, a timer, another request. So
 * without care request B would see the store of request A. Each task gets an AsyncResource when it is made,
 * and all its steps run in that resource. The stores in force when a task is made are in force in the task
 * until it ends.
 *
 * The class AsyncResource is passed in, because this entry must not import node modules.
 */

import type { EventLoop, Task } from '@acoro/core'
import { hiddenField, keepTasks, type TaskKeeper } from '@acoro/core/lowlevel'

/** The methods of AsyncResource that are used here. */
interface Resource {
  runInAsyncScope<A, R>(fn: (argument: A) => R, self: undefined, argument: A): R
  emitDestroy(): unknown
}

export type ResourceClass = new (type: string, options: { requireManualDestroy: boolean }) => Resource

const OPTIONS = { requireManualDestroy: true }

/** The resources of pending tasks. */
const resources = hiddenField<Task<unknown>, Resource>()

class StoreKeeper implements TaskKeeper {
  readonly #Resource: ResourceClass

  constructor(Resource: ResourceClass) {
    this.#Resource = Resource
  }

  keep(task: Task<unknown>): void {
    resources.set(task, new this.#Resource('acoro.Task', OPTIONS))
  }

  enter(task: Task<unknown>, step: (task: Task<unknown>) => void): void {
    const resource = resources.get(task)
    if (resource === null) step(task)
    else resource.runInAsyncScope(step, undefined, task)
  }

  drop(task: Task<unknown>): void {
    resources.get(task)?.emitDestroy()
    resources.set(task, null)
  }
}

const keepers = new WeakMap<EventLoop, StoreKeeper>()

/**
 * Makes the tasks of `loop` keep their stores from now on. A second call changes nothing. Returns the keeper.
 */
export function keepStores(loop: EventLoop, Resource: ResourceClass): TaskKeeper {
  const known = keepers.get(loop)
  if (known !== undefined) return known
  const keeper = new StoreKeeper(Resource)
  keepers.set(loop, keeper)
  keepTasks(loop, keeper)
  return keeper
}

/** Stops that for the tasks of `loop`. */
export function dropStores(loop: EventLoop): void {
  if (keepers.delete(loop)) keepTasks(loop, null)
}
