/**
 * The first step of a driven task: it runs inside the call that begins it, as the body of an async function
 * does.
 *
 * Many calls end in that step. Their task is of no use, so it serves the next call, unless other code has
 * seen it (`currentTask`, `allTasks`). See task/call.ts, which does the same for coroutines.
 */

import type { AnyTask, EventLoop } from '../base/above.ts'
import { BEGUN, PENDING, UNLISTED } from '../base/flags.ts'
import { snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import { link, list, noteParent } from '../task/task-list.ts'
import type { DrivenTask } from './driven-task.ts'

declare module '../base/above.ts' {
  interface LoopParts {
    /** @internal The driven task of a call that has ended, for the next call. */
    _spareDriven: DrivenTask<unknown> | null
  }
}

/** May tasks of `loop` be stepped in the reactions of promises, in the order that the platform gives them? */
export function sharesJobs(loop: EventLoop): boolean {
  return loop._host.sharesJobs === true
}

/**
 * Begins a task of `loop` inside the call: `step` makes its first step, and its result is returned. `make`
 * returns the task: a new one, or `spare`, which has served a call that ended without it. If `step` neither
 * ends the task nor makes it wait, it may serve again.
 */
export function beginDriven<D extends DrivenTask<unknown>, A, R>(
  loop: EventLoop,
  make: (spare: D | null) => D,
  step: (task: D, argument: A) => R,
  argument: A,
): R {
  const now = state
  const { loop: outerLoop, task: outerTask, frames, context } = now
  now.loop = loop
  const spare = (loop._spareDriven ?? null) as D | null
  const task = make(spare)
  if (task === spare) {
    loop._spareDriven = null
    task._context = snapshot()
  }
  now.task = task as never
  now.frames = null
  now.context = task._context
  try {
    return step(task, argument)
  } finally {
    now.loop = outerLoop
    now.task = outerTask
    now.frames = frames
    now.context = context
    // First what is true of most: a task that waits, and stands in no list yet.
    if (task._flags === UNLISTED && task._waitsFor !== null) enlist(task, outerTask)
    else settleFirst(loop, task, outerTask)
    if (outerLoop === null) loop._noticeFailures()
  }
}

/** The first step is over, without a wait, or other code has seen the task. */
function settleFirst(loop: EventLoop, task: DrivenTask<unknown>, caller: AnyTask | null): void {
  if (task._isUnused) loop._spareDriven = task
  else if (task._status === PENDING) enlist(task, caller)
}

/** The first step is over, and the task waits: it stands in its loop's list from now on. */
function enlist(task: DrivenTask<unknown>, caller: AnyTask | null): void {
  if (caller !== null) caller._flags |= BEGUN
  task._loop._drives = true
  if ((task._flags & UNLISTED) === 0) {
    if (task._outcome === undefined) noteParent(task as never, caller)
    return
  }
  task._flags &= ~UNLISTED
  link(task as never)
}

/** Has other code seen the task? Then it cannot serve again. */
export function isUnseen(task: DrivenTask<unknown>): boolean {
  return task._flags === UNLISTED
}

/** As `beginDriven`, for a loop that hooks observe: they are told of the task and of its step. */
export function beginObserved(loop: EventLoop, make: () => DrivenTask<unknown>): void {
  const now = state
  const { loop: outerLoop, task: outerTask, frames, context } = now
  if (outerTask !== null) outerTask._flags |= BEGUN
  now.loop = loop
  const task = make()
  list(task as never)
  const hooks = loop._hooks
  try {
    hooks?.taskCreated(task as never)
    if (hooks === null) task._step()
    else task._runHooked(hooks, (self) => (self as unknown as DrivenTask<unknown>)._step())
  } catch (error) {
    loop._contain(error, task as never)
  } finally {
    now.loop = outerLoop
    now.task = outerTask
    now.frames = frames
    now.context = context
    if (outerLoop === null) loop._noticeFailures()
  }
}

/** Do hooks observe the tasks of `loop`, or is it in debug mode? A keeper alone does not. */
export function isObserved(loop: EventLoop): boolean {
  return loop._watched && (loop.getDebug() || loop._hooks?.size !== 0)
}
