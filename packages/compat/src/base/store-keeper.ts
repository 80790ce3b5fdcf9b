/**
 * Tasks and AsyncLocalStorage.
 *
 * A step runs wherever the loop is entered from, in the async context of whoever woke the task: a socket, a timer, another
 * request. Without care, request B would see the store of request A. So each task gets an AsyncResource when it is made, and
 * all its steps run in that: the stores in force where a task is made are in force in it to its end.
 *
 * The class AsyncResource is handed in, because this package has to do without node modules.
 */

import type { EventLoop, Task } from '@acoro/core'
import { keepTasks, type TaskKeeper } from '@acoro/core/lowlevel'

/** The part of Node's AsyncResource that is used here. */
interface Resource {
  runInAsyncScope<A, R>(fn: (argument: A) => R, self: undefined, argument: A): R
  emitDestroy(): unknown
}

export type ResourceClass = new (type: string, options: { requireManualDestroy: boolean }) => Resource

const OPTIONS = { requireManualDestroy: true }

class StoreKeeper implements TaskKeeper {
  readonly #Resource: ResourceClass
  /** Of pending tasks, which their loop holds as well. */
  readonly #resources = new Map<Task<unknown>, Resource>()

  constructor(Resource: ResourceClass) {
    this.#Resource = Resource
  }

  keep(task: Task<unknown>): void {
    this.#resources.set(task, new this.#Resource('acoro.Task', OPTIONS))
  }

  enter(task: Task<unknown>, step: (task: Task<unknown>) => void): void {
    const resource = this.#resources.get(task)
    if (resource === undefined) step(task)
    else resource.runInAsyncScope(step, undefined, task)
  }

  drop(task: Task<unknown>): void {
    this.#resources.get(task)?.emitDestroy()
    this.#resources.delete(task)
  }
}

const keepers = new WeakMap<EventLoop, StoreKeeper>()

/** From now on the tasks of `loop` keep their stores; a second call changes nothing. Returns the keeper. */
export function keepStores(loop: EventLoop, Resource: ResourceClass): TaskKeeper {
  const known = keepers.get(loop)
  if (known !== undefined) return known
  const keeper = new StoreKeeper(Resource)
  keepers.set(loop, keeper)
  keepTasks(loop, keeper)
  return keeper
}

/** The tasks of `loop` keep no stores from now on. */
export function dropStores(loop: EventLoop): void {
  if (keepers.delete(loop)) keepTasks(loop, null)
}
