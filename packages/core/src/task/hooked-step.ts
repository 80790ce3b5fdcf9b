/**
 * A step in a loop with hooks: they are told before and after it, or run it in surroundings of their own.
 *
 *   runHooked ─► in what a keeper has kept ─► within `aroundStep` ─► told ─► the step
 */

import type { AnyTask } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import { state } from '../current/state.ts'
import type { TaskHooks, TaskKeeper } from '../tracing/hooks.ts'

/** What makes the step; null for `_run`, as in most of them. */
type Step = ((task: AnyTask) => void) | null

export function runHooked(task: AnyTask, hooks: TaskHooks, step: Step): void {
  if (hooks.hasSurroundings) runSurrounded(task, hooks, step)
  else runTold(task, hooks, step)
}

function runSurrounded(task: AnyTask, hooks: TaskHooks, step: Step): void {
  if (hooks.keeper !== null) runKept(task, hooks, hooks.keeper, step)
  else runAround(task, hooks, step)
}

function runKept(task: AnyTask, hooks: TaskHooks, keeper: TaskKeeper, step: Step): void {
  keeper.enter(task, hooks.size === 0 ? (step ?? runStep) : () => runAround(task, hooks, step))
  if (task._status !== PENDING) keeper.drop(task)
}

function runAround(task: AnyTask, hooks: TaskHooks, step: Step): void {
  hooks.aroundStep(task, () => runTold(task, hooks, step))
}

function runTold(task: AnyTask, hooks: TaskHooks, step: Step): void {
  state.frames = null
  hooks.beforeStep(task)
  try {
    if (step === null) task._run()
    else step(task)
  } catch (error) {
    task._loop._contain(error, task)
  }
  state.task = null
  if (hooks.tellsEnds) hooks.afterStep(task)
}

function runStep(task: AnyTask): void {
  task._run()
}
