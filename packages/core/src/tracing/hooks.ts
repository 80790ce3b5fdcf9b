/**
 * How consoles and tracers observe tasks. A loop without hooks pays one comparison an iteration.
 *
 * An error that a hook throws is reported to the loop. It does not reach the task or the other hooks.
 */

import type { Task } from '../base/above.ts'

/**
 * Hooks are called synchronously, in the order they were added. They must not touch the task. An error is
 * reported to the loop.
 */
export interface TaskHook {
  taskCreated?(task: Task<unknown>): void
  /** A step is about to run. */
  taskStepped?(task: Task<unknown>): void
  /** The step ended, and the task waits. */
  taskSuspended?(task: Task<unknown>): void
  taskFinished?(task: Task<unknown>): void
  /** Runs a step in surroundings that belong to the task. It must call `step` exactly once, synchronously. */
  aroundStep?(task: Task<unknown>, step: () => void): void
}

/**
 * Keeps the surroundings outside of acoro that are in force when a task is made (an AsyncLocalStorage's
 * store), and restores them for each step. A loop has at most one. It is not a hook, so that a step costs no
 * closure. It must not throw.
 */
export interface TaskKeeper {
  /**
   * The task was made just now. A task that began inside the call that made it (an asyncified function) is
   * kept when it first waits. If it never waits, it is never kept.
   */
  keep(task: Task<unknown>): void
  /** Calls `step(task)` in what was kept for it, if anything was. */
  enter(task: Task<unknown>, step: (task: Task<unknown>) => void): void
  /** The task has ended. */
  drop(task: Task<unknown>): void
}

/** Receives the errors of hooks. */
interface Reporter {
  callExceptionHandler(context: { message: string; exception: unknown; task: Task<unknown> }): void
}

/** All hooks of a loop as one. */
export class TaskHooks implements Required<TaskHook> {
  // Each is in an object of its own, because the same hook may be added twice.
  readonly #added = new Set<{ readonly hook: TaskHook }>()
  /** Made anew after a change, because a hook may add and remove hooks while all of them are called. */
  #list: readonly TaskHook[] | null = null
  readonly #loop: Reporter
  keeper: TaskKeeper | null = null

  constructor(loop: Reporter) {
    this.#loop = loop
  }

  /** Adds a hook. Returns a function that removes it. */
  add(hook: TaskHook): () => void {
    const added = { hook }
    this.#added.add(added)
    this.#list = null
    return () => {
      this.#added.delete(added)
      this.#list = null
    }
  }

  get size(): number {
    return this.#added.size
  }

  get #hooks(): readonly TaskHook[] {
    this.#list ??= [...this.#added].map(({ hook }) => hook)
    return this.#list
  }

  /** There are neither hooks nor a keeper. */
  get isEmpty(): boolean {
    return this.#added.size === 0 && this.keeper === null
  }

  taskCreated(task: Task<unknown>): void {
    this.keeper?.keep(task)
    this.#tell('taskCreated', task)
  }

  taskStepped(task: Task<unknown>): void {
    this.#tell('taskStepped', task)
  }

  taskSuspended(task: Task<unknown>): void {
    this.#tell('taskSuspended', task)
  }

  taskFinished(task: Task<unknown>): void {
    this.#tell('taskFinished', task)
  }

  aroundStep(task: Task<unknown>, step: () => void): void {
    let run = step
    for (const hook of this.#hooks) {
      const inner = run
      if (hook.aroundStep !== undefined) run = () => this.#around(hook, task, inner)
    }
    run()
  }

  /** Runs the step once, whatever the hook does: a task whose step is left out would wait for ever. */
  #around(hook: TaskHook, task: Task<unknown>, inner: () => void): void {
    let stepped = false
    const step = () => {
      if (stepped) return
      stepped = true
      inner()
    }
    try {
      hook.aroundStep?.(task, step)
    } catch (error) {
      this.#report('aroundStep', task, error)
    }
    step()
  }

  #tell(what: 'taskCreated' | 'taskStepped' | 'taskSuspended' | 'taskFinished', task: Task<unknown>): void {
    for (const hook of this.#hooks) {
      try {
        hook[what]?.(task)
      } catch (error) {
        this.#report(what, task, error)
      }
    }
  }

  #report(what: string, task: Task<unknown>, error: unknown): void {
    this.#loop.callExceptionHandler({ message: `Exception in a hook's ${what}()`, exception: error, task })
  }
}
