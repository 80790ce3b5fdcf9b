/**
 * What consoles and tracers see of tasks. A loop without hooks pays one comparison an iteration.
 */

import type { Task } from '../task/task.ts'

/** Called synchronously, in the order they were added; must not throw and must not touch the task. */
export interface TaskHook {
  taskCreated?(task: Task<unknown>): void
  /** A step is about to run. */
  taskStepped?(task: Task<unknown>): void
  /** The step ended with the task waiting. */
  taskSuspended?(task: Task<unknown>): void
  taskFinished?(task: Task<unknown>): void
  /** Runs a step, in whatever surroundings the task belongs: call `step` exactly once, synchronously. */
  aroundStep?(task: Task<unknown>, step: () => void): void
}

/** All hooks of a loop as one. */
export class TaskHooks implements Required<TaskHook> {
  readonly #hooks: TaskHook[] = []

  add(hook: TaskHook): void {
    this.#hooks.push(hook)
  }

  remove(hook: TaskHook): void {
    const index = this.#hooks.indexOf(hook)
    if (index >= 0) this.#hooks.splice(index, 1)
  }

  get size(): number {
    return this.#hooks.length
  }

  taskCreated(task: Task<unknown>): void {
    for (const hook of this.#hooks) hook.taskCreated?.(task)
  }

  taskStepped(task: Task<unknown>): void {
    for (const hook of this.#hooks) hook.taskStepped?.(task)
  }

  taskSuspended(task: Task<unknown>): void {
    for (const hook of this.#hooks) hook.taskSuspended?.(task)
  }

  taskFinished(task: Task<unknown>): void {
    for (const hook of this.#hooks) hook.taskFinished?.(task)
  }

  aroundStep(task: Task<unknown>, step: () => void): void {
    let run = step
    for (const hook of this.#hooks) {
      const inner = run
      if (hook.aroundStep !== undefined) run = () => hook.aroundStep?.(task, inner)
    }
    run()
  }
}
