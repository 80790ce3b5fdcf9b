/**
 * Calling a coroutine function as an async function is called: it runs up to its first wait inside the call.
 *
 * Many such calls end there, in a cache or a check, and their task is of no use. So the task of a call that
 * has ended is kept for the next call, unless other code has seen it (`currentTask`, `allTasks`). Code that
 * has not seen it cannot tell the difference.
 */

import type { EventLoop } from '../base/above.ts'
import { BEGUN, UNLISTED } from '../base/flags.ts'
import { Frame } from '../coroutine/frame.ts'
import type { CoroutineGenerator } from '../coroutine/native.ts'
import { resumeFirst } from '../coroutine/resume.ts'
import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'
import { Task } from './task.ts'
import { list, noteParent } from './task-list.ts'

const UNBEGUN = { _unlisted: true }

/** May `callNow` be used? `loop` must run, no other loop may, and nothing may observe the loop's tasks. */
export function mayCallNow(loop: EventLoop): boolean {
  if (state.loop !== loop && (state.loop !== null || !loop.isRunning())) return false
  return (!loop._watched || onlyKeeps(loop)) && loop.getTaskFactory() === null
}

/** A keeper does not need to hear of tasks that never wait. */
function onlyKeeps(loop: EventLoop): boolean {
  return loop._hooks?.size === 0 && !loop.getDebug()
}

/**
 * Runs `generator`, which has not begun, up to its first wait, as a task of `loop`. The caller has checked
 * `mayCallNow`. Returns its value if that ends it, else the task that goes on. Throws what it throws.
 */
export function callNow<T>(
  loop: EventLoop,
  generator: CoroutineGenerator<T>,
  source: { readonly name: string },
): IteratorResult<Task<T>, T> {
  const now = state
  const { loop: outerLoop, task: outerTask, frames, context } = now
  if (outerTask !== null) noteBegun(outerTask)
  now.loop = loop
  const task = taskFor<T>(loop, source)
  now.task = task as Task<unknown>
  now.frames = task
  now.context = task._context
  let result: IteratorResult<Suspension, unknown> | undefined
  let thrown: unknown
  let ended = true
  try {
    result = resumeFirst(task, generator)
    ended = result.done === true
  } catch (error) {
    thrown = error
  }
  const isUnknown = task._flags === UNLISTED && ended
  if (isUnknown) loop._spareTask = task as Task<unknown>
  else settle(task, ended, result, thrown)
  now.loop = outerLoop
  now.task = outerTask
  now.frames = frames
  now.context = context
  if (!isUnknown) return outcomeOf(task, outerLoop === null)
  if (result === undefined) throw thrown
  return result as IteratorReturnResult<T>
}

/** The task is in a step. So the loop must list it, and its place can be asked for. */
function noteBegun(task: Task<unknown>): void {
  if ((task._flags & UNLISTED) !== 0) list(task)
  task._flags |= BEGUN
}

function taskFor<T>(loop: EventLoop, source: { readonly name: string }): Task<T> {
  const spare = loop._spareTask as Task<T> | null
  if (spare === null) return new Task<T>(new Frame<T>(null, source), UNBEGUN)
  loop._spareTask = null
  spare._reuse(source)
  return spare
}

/** Goes on after the first step of a task that other code has seen, or that waits. */
function settle(
  task: Task<unknown>,
  ended: boolean,
  result: IteratorResult<Suspension, unknown> | undefined,
  thrown: unknown,
): void {
  if (ended) task._top._close()
  if (result === undefined) task._threw(thrown)
  else {
    try {
      task._suspendOrEnd(result)
    } catch (error) {
      task._loop._contain(error, task)
    }
  }
}

/** The value of such a task, or the task itself if it goes on. Throws the error it has failed with. */
function outcomeOf<T>(task: Task<T>, isOutermost: boolean): IteratorResult<Task<T>, T> {
  if (isOutermost) task._loop._noticeFailures()
  if (task.done()) return { done: true, value: task.result() }
  if ((task._flags & UNLISTED) !== 0) list(task)
  else if (task._outcome === undefined) noteParent(task, state.task)
  if (isOutermost) task._loop._entriesRead--
  task._loop._hooks?.keeper?.keep(task as Task<unknown>)
  return { done: false, value: task }
}
