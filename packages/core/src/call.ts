/**
 * Calling a coroutine function as an async function is called: it runs up to its first wait inside the call.
 *
 * Many such calls end there, in a cache or a check, and then a task was made for nobody. So the task of a call that has
 * ended is kept for the next one, unless somebody has seen it (`currentTask`, `allTasks`): who has not cannot tell.
 */

import { type CoroutineGenerator, Frame, resume } from './coroutine.ts'
import { UNLISTED } from './flags.ts'
import type { Suspension } from './future.ts'
import type { EventLoop } from './loop.ts'
import { state } from './state.ts'
import { Task } from './task.ts'

const UNBEGUN = { _unlisted: true }

/** May `callNow` be used: `loop` runs and no other does, and nothing of it wants to hear of its tasks? */
export function mayCallNow(loop: EventLoop): boolean {
  if (state.loop !== loop && (state.loop !== null || !loop.isRunning())) return false
  return !loop._isWatched && loop.getTaskFactory() === null
}

/**
 * Runs `generator`, which has not begun, up to its first wait, as a task of `loop`, of which `mayCallNow` has been asked. Gives
 * its value where that ends it, else the task that goes on; throws what it throws.
 */
export function callNow<T>(
  loop: EventLoop,
  generator: CoroutineGenerator<T>,
  source: { readonly name: string },
): IteratorResult<Task<T>, T> {
  const { loop: outerLoop, task: outerTask, frames, context } = state
  if (outerTask !== null && (outerTask._flags & UNLISTED) !== 0) outerTask._list()
  state.loop = loop
  const task = taskFor(loop, generator, source)
  state.task = task as Task<unknown>
  state.frames = task
  state.context = task._context
  let result: IteratorResult<Suspension, unknown> | undefined
  let thrown: unknown
  try {
    result = resume(task, undefined, false)
  } catch (error) {
    thrown = error
  }
  const isOver = result === undefined || result.done === true
  const isUnknown = isOver && task._flags === UNLISTED
  if (isUnknown) loop._spareTask = task as Task<unknown>
  else if (result === undefined) task._threw(thrown)
  else task._suspendOrEnd(result)
  state.loop = outerLoop
  state.task = outerTask
  state.frames = frames
  state.context = context
  if (isUnknown) {
    if (result === undefined) throw thrown
    return result as IteratorReturnResult<T>
  }
  if (outerLoop === null) loop._noticeFailures()
  if (isOver) return { done: true, value: task.result() }
  if ((task._flags & UNLISTED) !== 0) task._list()
  return { done: false, value: task }
}

function taskFor<T>(
  loop: EventLoop,
  generator: CoroutineGenerator<T>,
  source: { readonly name: string },
): Task<T> {
  const spare = loop._spareTask as Task<T> | null
  if (spare === null) return new Task<T>(new Frame<T>(generator, source), UNBEGUN)
  loop._spareTask = null
  spare._reuse(generator, source)
  return spare
}
