/**
 * How consoles and tracers observe tasks. A loop without hooks pays one comparison an iteration.
 *
 * A step under hooks makes no closure and no other object: the loop calls one function at each end of it.
 * Only `aroundStep` costs closures. An error that a hook throws is reported to the loop. It does not reach
 * the task or the other hooks.
 */

import type { AnyTask, Task } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import { state } from '../current/state.ts'

/**
 * Hooks are called synchronously, in the order they were added. They must not touch the task. An error is
 * reported to the loop. Which of the methods a hook has is read when it is added.
 */
export interface TaskHook {
  taskCreated?(task: Task<unknown>): void
  /** A step is about to run. */
  taskStepped?(task: Task<unknown>): void
  /** The step ended, and the task waits. */
  taskSuspended?(task: Task<unknown>): void
  taskFinished?(task: Task<unknown>): void
  /**
   * The task is ready to go on: it was made ready by the step of task `by` (which may be itself, at a pause),
   * by a timer, by another callback of the loop, or from outside: a promise, a socket. Called before that
   * step goes on.
   */
  taskWoken?(task: Task<unknown>, by: Task<unknown> | 'timer' | 'callback' | 'outside'): void
  /** Runs a step in surroundings that belong to the task. It must call `step` exactly once, synchronously. */
  aroundStep?(task: Task<unknown>, step: () => void): void
  /** The loop has run what was ready at the beginning of an iteration, which took so many ms. */
  loopIterated?(ms: number): void
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
  /** The task has entered a task group, or a timeout. What it makes there belongs to that. */
  entered?(task: Task<unknown>, scope: object, kind: ScopeKind): void
  /** It has left that with an error, or without one; a group when all of its tasks have ended. */
  left?(task: Task<unknown>, scope: object, failed: boolean, error: unknown): void
}

export type ScopeKind = 'TaskGroup' | 'Timeout'

/** Tells the keeper of the task's loop, if there is one, that the task has entered a scope. */
export function enteredScope(task: AnyTask, scope: object, kind: ScopeKind): void {
  task._loop._hooks?.keeper?.entered?.(task, scope, kind)
}

/** Tells the keeper that the task has left a scope. */
export function leftScope(task: AnyTask, scope: object, failed: boolean, error: unknown): void {
  task._loop._hooks?.keeper?.left?.(task, scope, failed, error)
}

/** Receives the errors of hooks. */
interface Reporter {
  callExceptionHandler(context: { message: string; exception: unknown; task?: Task<unknown> }): void
}

const TOLD = [
  'taskCreated',
  'taskStepped',
  'taskSuspended',
  'taskFinished',
  'taskWoken',
  'aroundStep',
  'loopIterated',
] as const

type Told = (typeof TOLD)[number]

interface Added {
  readonly hook: TaskHook
  readonly told: ReadonlySet<Told>
}

/** All hooks of a loop as one. */
export class TaskHooks {
  // Each is in an object of its own, because the same hook may be added twice.
  readonly #added = new Set<Added>()
  // The hooks that have each method. Made anew after a change, because a hook may add and remove hooks while
  // all of them are called.
  #created: readonly TaskHook[] = []
  #stepped: readonly TaskHook[] = []
  #suspended: readonly TaskHook[] = []
  #finished: readonly TaskHook[] = []
  #woken: readonly TaskHook[] = []
  #around: readonly TaskHook[] = []
  #iterated: readonly TaskHook[] = []
  /** How many hooks have each method. */
  readonly #tells: Record<Told, number> = {
    taskCreated: 0,
    taskStepped: 0,
    taskSuspended: 0,
    taskFinished: 0,
    taskWoken: 0,
    aroundStep: 0,
    loopIterated: 0,
  }
  // These are looked at for each step, so they are plain fields. They are right at any time: what the lists
  // above lack is sorted in when it is asked for.
  /** Nothing is to be done for a step. */
  isSilent = true
  /** Steps run in surroundings: of a keeper, or of a hook. */
  hasSurroundings = false
  /** A hook is told of the end of steps. */
  tellsEnds = false
  /** A hook is told how long iterations take. */
  timesIterations = false
  /** False after a change, until a list is needed: many may come and go in between. */
  #sorted = true
  readonly #loop: Reporter
  #keeper: TaskKeeper | null = null

  constructor(loop: Reporter) {
    this.#loop = loop
  }

  /** Adds a hook. Returns a function that removes it. */
  add(hook: TaskHook): () => void {
    // Read now: a hook that cannot be read is refused here, and not in a step.
    const added: Added = { hook, told: new Set(TOLD.filter((what) => what in hook)) }
    this.#added.add(added)
    this.#count(added, 1)
    return () => {
      if (this.#added.delete(added)) this.#count(added, -1)
    }
  }

  get keeper(): TaskKeeper | null {
    return this.#keeper
  }

  set keeper(keeper: TaskKeeper | null) {
    this.#keeper = keeper
    this.#look()
  }

  #count({ told }: Added, change: number): void {
    for (const what of told) this.#tells[what] += change
    this.#sorted = false
    this.#look()
  }

  #look(): void {
    const tells = this.#tells
    this.tellsEnds = tells.taskSuspended + tells.taskFinished > 0
    this.hasSurroundings = this.#keeper !== null || tells.aroundStep > 0
    this.timesIterations = tells.loopIterated > 0
    this.isSilent = !this.hasSurroundings && !this.tellsEnds && tells.taskStepped === 0
  }

  #sort(): void {
    this.#sorted = true
    const having = (what: Told) =>
      [...this.#added].flatMap(({ hook, told }) => (told.has(what) ? [hook] : []))
    this.#created = having('taskCreated')
    this.#stepped = having('taskStepped')
    this.#suspended = having('taskSuspended')
    this.#finished = having('taskFinished')
    this.#woken = having('taskWoken')
    this.#around = having('aroundStep')
    this.#iterated = having('loopIterated')
  }

  get size(): number {
    return this.#added.size
  }

  /** There are neither hooks nor a keeper. */
  get isEmpty(): boolean {
    return this.#added.size === 0 && this.#keeper === null
  }

  /** Does a hook want to know what wakes tasks? It is asked after each change. */
  get hasWoken(): boolean {
    return this.#tells.taskWoken > 0
  }

  taskCreated(task: Task<unknown>): void {
    if (!this.#sorted) this.#sort()
    this.#keeper?.keep(task)
    this.#tell(this.#created, 'taskCreated', task)
  }

  /** Before a step that runs in no surroundings. No task is stepped at that moment. */
  beforeStep(task: AnyTask): void {
    state.task = task
    state.context = task._context
    this.taskStepped(task)
  }

  /** After such a step. It is called only if `tellsEnds`. */
  afterStep(task: AnyTask): void {
    // Null outside the step: a hook must not stand on the stack of the task that starts this one.
    state.frames = null
    state.task = task
    if (task._status === PENDING) this.taskSuspended(task)
    else this.taskFinished(task)
    state.task = null
  }

  taskStepped(task: Task<unknown>): void {
    if (!this.#sorted) this.#sort()
    const hooks = this.#stepped
    // By index: this and the next are called for each step.
    for (let at = 0; at < hooks.length; at++) {
      try {
        hooks[at]?.taskStepped?.(task)
      } catch (error) {
        this.#report('taskStepped', task, error)
      }
    }
  }

  taskSuspended(task: Task<unknown>): void {
    if (!this.#sorted) this.#sort()
    const hooks = this.#suspended
    for (let at = 0; at < hooks.length; at++) {
      try {
        hooks[at]?.taskSuspended?.(task)
      } catch (error) {
        this.#report('taskSuspended', task, error)
      }
    }
  }

  taskFinished(task: Task<unknown>): void {
    if (!this.#sorted) this.#sort()
    this.#tell(this.#finished, 'taskFinished', task)
  }

  taskWoken(task: Task<unknown>, by: Task<unknown> | 'timer' | 'callback' | 'outside'): void {
    if (!this.#sorted) this.#sort()
    const hooks = this.#woken
    for (let at = 0; at < hooks.length; at++) {
      try {
        hooks[at]?.taskWoken?.(task, by)
      } catch (error) {
        this.#report('taskWoken', task, error)
      }
    }
  }

  loopIterated(ms: number): void {
    if (!this.#sorted) this.#sort()
    this.#tell(this.#iterated, 'loopIterated', ms)
  }

  aroundStep(task: Task<unknown>, step: () => void): void {
    if (!this.#sorted) this.#sort()
    let run = step
    for (const hook of this.#around) {
      const inner = run
      run = () => this.#runAround(hook, task, inner)
    }
    run()
  }

  /** Runs the step once, whatever the hook does: a task whose step is left out would wait for ever. */
  #runAround(hook: TaskHook, task: Task<unknown>, inner: () => void): void {
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

  /** What happens less often than steps do. */
  #tell(
    hooks: readonly TaskHook[],
    what: 'taskCreated' | 'taskFinished' | 'loopIterated',
    told: Task<unknown> | number,
  ): void {
    for (const hook of hooks) {
      try {
        hook[what]?.(told as never)
      } catch (error) {
        this.#report(what, told, error)
      }
    }
  }

  #report(what: Told, told: Task<unknown> | number, error: unknown): void {
    const context = { message: `Exception in a hook's ${what}()`, exception: error }
    this.#loop.callExceptionHandler(typeof told === 'number' ? context : { ...context, task: told })
  }
}
