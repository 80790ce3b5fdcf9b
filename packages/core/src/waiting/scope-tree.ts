/**
 * Which tasks stand in which cancel scope, and what a cancelled scope does to them.
 *
 *   task ──current──► inner scope ──outer──► scope ──outer──► …      up to a shield a task looks for a scope
 *                                                                     that is cancelled
 *
 * A task in a cancelled scope has LEVEL among its flags: the step that would begin a wait cancels it, as a
 * `cancel()` that came during that step would be. So nothing polls, and nothing is kept for tasks without a
 * scope.
 *
 * Each cancelled scope counts as one request to cancel the task, from when it first reaches the task until
 * the task leaves the scope. Timeouts and groups inside tell by this number that a cancellation is not
 * theirs.
 */

import { HELD, LEVEL, MUST_CANCEL, PENDING, SCOPED } from '../base/flags.ts'
import { state } from '../current/state.ts'
import { type CancelNote, cancelNote } from '../future/cancel-note.ts'
import type { Task } from '../task/task.ts'

/** The scope that each task stands in. Only tasks with SCOPED among their flags have one. */
const current = new WeakMap<Task<unknown>, ScopeNode>()

export class ScopeNode {
  readonly shield: boolean
  outer: ScopeNode | null = null
  isCancelled = false
  #note: CancelNote | undefined
  readonly #inner: Set<ScopeNode> = new Set()
  /** The tasks that stand in this scope and in no scope inside it. */
  readonly #tasks: Set<Task<unknown>> = new Set()
  /** The tasks that it has reached. */
  readonly #reached: Set<Task<unknown>> = new Set()

  constructor(shield: boolean) {
    this.shield = shield
  }

  /** `task` begins to stand in this scope, which lies in the one that it stands in now. */
  enter(task: Task<unknown>): void {
    const outer = scopeOf(task)
    if (outer !== null) this.#nest(outer, task)
    this.#place(task)
  }

  /**
   * A group of this scope has made `task`, which may have entered scopes of its own in an eager first step.
   */
  adopt(task: Task<unknown>): void {
    const own = scopeOf(task)
    if (own === null) this.#place(task)
    else {
      own.#outermost().#nest(this)
      refresh(task)
    }
    cancelWait(task)
  }

  /** A task that was adopted has ended. */
  drop(task: Task<unknown>): void {
    this.#tasks.delete(task)
    this.#reached.delete(task)
  }

  /**
   * `task` leaves the scope. Returns false if scopes were not left in the order in which they were entered.
   */
  leave(task: Task<unknown>): boolean {
    const { outer } = this
    const inOrder = scopeOf(task) === this && this.#tasks.delete(task)
    if (inOrder) {
      if (outer === null) {
        current.delete(task)
        task._flags &= ~SCOPED
      } else outer.#place(task)
    }
    if (outer !== null) outer.#inner.delete(this)
    // Out of order: those inside lie in the next one now.
    for (const inner of this.#inner) {
      inner.outer = outer
      if (outer !== null) outer.#inner.add(inner)
    }
    this.#inner.clear()
    if (this.#reached.delete(task)) task.uncancel()
    refresh(task)
    return inOrder
  }

  /** Is a scope around this one cancelled, and does no shield keep that from it? */
  get isCancelledAround(): boolean {
    for (let at: ScopeNode | null = this; at !== null && !at.shield; at = at.outer) {
      if (at.outer?.isCancelled === true) return true
    }
    return false
  }

  /** Cancels all waits of the tasks inside, from now on. A second call does nothing. */
  cancel(message: unknown): void {
    if (this.isCancelled) return
    this.isCancelled = true
    this.#note = cancelNote(message)
    this.#reachAll()
  }

  #reachAll(): void {
    const now: Task<unknown>[] = []
    for (const scope of this.#withInner()) for (const task of scope.#tasks) if (refresh(task)) now.push(task)
    // After all of them have been marked: to cancel one may run code of the user.
    for (const task of now) cancelWait(task)
  }

  /** The scopes that are cancelled with this one, itself first. */
  *#withInner(): Generator<ScopeNode> {
    const found: ScopeNode[] = [this]
    for (let scope = found.pop(); scope !== undefined; scope = found.pop()) {
      yield scope
      for (const inner of scope.#inner) if (!inner.shield) found.push(inner)
    }
  }

  #place(task: Task<unknown>): void {
    this.#tasks.add(task)
    current.set(task, this)
    task._flags |= SCOPED
    refresh(task)
  }

  #nest(outer: ScopeNode, task?: Task<unknown>): void {
    this.outer = outer
    outer.#inner.add(this)
    if (task !== undefined) outer.#tasks.delete(task)
  }

  #outermost(): ScopeNode {
    let at: ScopeNode = this
    while (at.outer !== null) at = at.outer
    return at
  }

  /** The task is cancelled with this scope. Counts as one request, once. */
  reach(task: Task<unknown>): void {
    if (this.#reached.has(task)) return
    this.#reached.add(task)
    task._request(1)
    if ((task._flags & MUST_CANCEL) === 0) task._outcome = this.#note
  }
}

/** The scope that `task` stands in. */
export function scopeOf(task: Task<unknown>): ScopeNode | null {
  return (task._flags & SCOPED) === 0 ? null : (current.get(task) ?? null)
}

/** Sets LEVEL by the scopes around `task`. Returns whether that is new. */
function refresh(task: Task<unknown>): boolean {
  if (task._status !== PENDING) return false
  const before = task._flags & LEVEL
  let level = false
  for (let at = scopeOf(task); at !== null; at = at.shield ? null : at.outer) {
    if (!at.isCancelled) continue
    level = true
    at.reach(task)
  }
  task._flags = level ? task._flags | LEVEL : task._flags & ~LEVEL
  return level && before === 0
}

/** Cancels what `task` waits for now. What has arrived already is kept: then the next wait is cancelled. */
function cancelWait(task: Task<unknown>): void {
  const waitsFor = task._waitsFor
  if ((task._flags & (LEVEL | HELD)) !== LEVEL || waitsFor === null || waitsFor._status !== PENDING) return
  const note = task._outcome as CancelNote | undefined
  const { canceller } = state
  state.canceller = note?.by
  try {
    // `reach` has counted the request.
    task._request(-1)
    task.cancel(note?.message)
  } finally {
    state.canceller = canceller
  }
}
