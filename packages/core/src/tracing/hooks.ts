/**
 * What consoles and tracers see of tasks. A loop without hooks pays one comparison an iteration.
 *
 * A hook that throws is reported, and neither the task nor the other hooks hear of it.
 */

import type { Task } from '../base/above.ts'

/** Called synchronously, in the order they were added; must not touch the task. An error is reported to the loop. */
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

/**
 * Keeps what is in force outside of acoro when a task is made (an AsyncLocalStorage's store), and puts it in force for each
 * step. A loop has one at most. It is no hook, so that a step costs no closure, and must not throw.
 */
export interface TaskKeeper {
  /**
   * The task was made just now. One that began inside the call that made it (an asyncified function) is kept when it
   * waits for the first time: if it never does, it is never kept.
   */
  keep(task: Task<unknown>): void
  /** Calls `step(task)` in what was kept for it, if anything was. */
  enter(task: Task<unknown>, step: (task: Task<unknown>) => void): void
  /** It has ended. */
  drop(task: Task<unknown>): void
}

/** Whom the error of a hook is told. */
interface Reporter {
  callExceptionHandler(context: { message: string; exception: unknown; task: Task<unknown> }): void
}

/** All hooks of a loop as one. */
export class TaskHooks implements Required<TaskHook> {
  // Each in an object of its own, because the same hook may be added twice.
  readonly #added = new Set<{ readonly hook: TaskHook }>()
  /** Made anew after a change: a hook may add and remove hooks while all of them are told. */
  #list: readonly TaskHook[] | null = null
  readonly #loop: Reporter
  keeper: TaskKeeper | null = null

  constructor(loop: Reporter) {
    this.#loop = loop
  }

  /** Gives what takes it back. */
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

  /** Neither hooks nor a keeper. */
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

  /** The step is run once, whatever the hook does: a task whose step is left out would wait for ever. */
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
