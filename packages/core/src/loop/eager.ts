/**
 * Task factories that run the first step of each task at once.
 */

import type { EventLoop } from '../base/above.ts'
import { describeValue } from '../base/errors.ts'
import type { Coroutine, CoroutineLike } from '../coroutine/coroutine.ts'
import { Task } from '../task/task.ts'
import type { TaskOptions } from '../task/task-options.ts'
import type { TaskFactory } from './loop.ts'

/**
 * A task factory that runs the first step at once, inside `createTask`. A task that ends in that step never
 * enters the queue. asyncio: `asyncio.eager_task_factory`.
 *
 * @example
 * ```ts
 * import { coroutine, createTask, eagerTaskFactory, getRunningLoop, run } from '@acoro/core'
 *
 * const cached = coroutine(function* cached() {
 *   return 'from the cache'
 * })
 * await run(function* main() {
 *   getRunningLoop().setTaskFactory(eagerTaskFactory)
 *   return createTask(cached()).done()
 * }) // => true
 * ```
 */
export const eagerTaskFactory: TaskFactory = createEagerTaskFactory(Task)

/** Like `eagerTaskFactory`, for a task class of your own. asyncio: `asyncio.create_eager_task_factory`. */
export function createEagerTaskFactory(
  TaskClass: new <T>(
    coro: CoroutineLike<T>,
    options?: TaskOptions & { loop?: EventLoop | undefined },
  ) => Task<T>,
): TaskFactory {
  if (typeof TaskClass !== 'function')
    throw new TypeError(`Expected a class of tasks, got ${describeValue(TaskClass)}`)
  return <T>(loop: EventLoop, coro: Coroutine<T>, options: TaskOptions): Task<T> =>
    new TaskClass(coro, { ...options, eager: options.eager ?? true, loop })
}
