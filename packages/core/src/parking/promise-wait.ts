/**
 * A driven task's wait for a promise.
 *
 * A task that drives a compiled async function waits for one promise after another, so a wait costs what
 * `await` costs: the reaction, and nothing else. The object and its two functions serve all waits of their
 * task, until one is cancelled. The task is stepped in the promise's own reaction, so its steps come in the
 * order that the language gives them.
 */

import type { EventLoop } from '../base/above.ts'
import { makeCancelledError } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED, RESOLVED } from '../base/flags.ts'
import type { Blocker } from '../future/blocker.ts'
import { type CancelNote, cancelNote } from '../future/cancel-note.ts'
import type { Future } from '../future/future.ts'
import type { External } from '../tracing/external.ts'

/** What a wait needs of a driven task (driven-task.ts). */
interface Driven extends Future<unknown> {
  /** @internal How many driven tasks wait for it by its promise. */
  readonly _awaiters: number
  /** @internal */
  _addAwaiter(): void
  /** @internal */
  _removeAwaiter(): void
  /** @internal Its wait, for the next promise. */
  _sent: unknown
  /** @internal */
  _run(): void
  /** @internal Steps it, in the reaction of the promise it waits for. */
  _react(wait: PromiseWait, status: number, outcome: unknown): void
}

const { then } = Promise.prototype

function fulfilled(this: PromiseWait, value: unknown): void {
  this._settle(RESOLVED, value)
}

function rejected(this: PromiseWait, error: unknown): void {
  this._settle(REJECTED, error)
}

/**
 * How a wait has ended whose task is yet to be stepped. Most tasks are stepped at once, so it takes no fields
 * of the wait.
 */
export class Outcome {
  readonly status: number
  readonly value: unknown

  constructor(status: number, value: unknown) {
    this.status = status
    this.value = value
  }
}

export class PromiseWait implements Blocker {
  /**
   * @internal While it is pending: the task of the call whose promise it is, if that is known, or undefined.
   */
  declare _outcome: Driven | Outcome | undefined
  /** @internal Null if it has ended, or if the task has left it behind: the promise may settle later. */
  declare _task: Driven | null
  // Bound functions take a third less than closures.
  /** @internal */
  declare readonly _fulfilled: (value: unknown) => void
  /** @internal */
  declare readonly _rejected: (error: unknown) => void

  constructor(task: Driven) {
    this._outcome = undefined
    this._task = task
    this._fulfilled = fulfilled.bind(this)
    this._rejected = rejected.bind(this)
  }

  /** Makes `task` wait for `promise`, which must be a native one. */
  static begin(task: Driven, promise: Promise<unknown>, target: Driven | null): PromiseWait {
    let wait = task._sent as PromiseWait | undefined
    if (wait === undefined || wait._task !== task) wait = PromiseWait.#first(task)
    then.call(promise, wait._fulfilled, wait._rejected)
    if (target === null) task._loop._externals._arriving++
    else {
      wait._outcome = target
      target._addAwaiter()
    }
    return wait
  }

  static #first(task: Driven): PromiseWait {
    const wait = new PromiseWait(task)
    task._sent = wait
    return wait
  }

  /** @internal */
  _settle(status: number, outcome: unknown): void {
    const task = this._task
    // It may have been cancelled: the task takes that, or has taken it, and not this.
    if (task === null) return
    this._leave(task)
    task._react(this, status, outcome)
  }

  /** @internal It has ended, and its task is yet to be stepped. */
  _end(status: number, value: unknown): void {
    this._task = null
    this._outcome = new Outcome(status, value)
  }

  /** @internal `task` has taken the outcome: nothing refers to it any more, and it may serve again. */
  _clear(task: Driven): void {
    this._task = task
    this._outcome = undefined
  }

  get _flags(): number {
    const outcome = this._outcome
    return this._task === null && outcome instanceof Outcome ? outcome.status : PENDING
  }

  /** @internal */
  get _status(): number {
    return this._flags
  }

  /** @internal The task of the call whose promise it waits for, if that is known. */
  get _target(): Driven | null {
    return this._task === null ? null : ((this._outcome as Driven | undefined) ?? null)
  }

  /** @internal Is it known that no other code waits for this promise? */
  get _isSole(): boolean {
    const target = this._target
    return target !== null && target._awaiters === 1 && target._waiters === null && !target.done()
  }

  /** Ends the wait. The promise may settle later: that is ignored. */
  cancel(message?: unknown): boolean {
    const task = this._task
    if (task === null) return false
    this._leave(task)
    this._end(CANCELLED, cancelNote(message))
    task._loop._push(task)
    return true
  }

  /** @internal No longer among what the loop waits for. */
  _leave(task: Driven): void {
    const target = this._outcome as Driven | undefined
    if (target === undefined) task._loop._externals._arriving--
    else {
      target._removeAwaiter()
      this._outcome = undefined
    }
  }

  /** @internal */
  get _kind(): string {
    return 'Promise'
  }

  describe(): string {
    return this._target === null ? 'a promise' : this._target.describe()
  }

  /**
   * @internal `task` waits no more. The reaction of the promise may be yet to come, so it cannot serve again.
   */
  _leaveBehind(task: Driven | null): void {
    if (task !== null && task._sent === this) task._sent = undefined
    this._task = null
  }

  /** @internal */
  _takeError(): unknown {
    const { status, value } = this._outcome as Outcome
    if (status === REJECTED) return value
    const note = value as CancelNote | undefined
    return makeCancelledError(note?.message, note?.by)
  }

  /** @internal */
  _removeWaiter(): void {
    const task = this._task
    if (task !== null) this._leave(task)
    this._leaveBehind(task)
  }

  /** @internal */
  _dependsOn(): Iterable<Future<unknown>> {
    return this._target === null ? [] : [this._target]
  }

  /** @internal */
  _short(): string {
    return this._target === null ? '<Promise pending>' : this._target._short()
  }

  /** @internal The promise of a task of this loop comes from inside. */
  _external(loop: EventLoop): External | null {
    const task = this._task
    if (task === null || this._target !== null) return null
    return {
      what: 'a promise',
      transient: !hasOtherCalls(loop, task),
      abandon: undefined,
      end: () => this._removeWaiter(),
    }
  }
}

/**
 * Is a call under way whose promise no task is known to wait for? Then the promise that `task` waits for may
 * hang on that call (`Promise.all`), so it is not sure to settle by itself.
 */
function hasOtherCalls(loop: EventLoop, task: Driven): boolean {
  for (let other = loop._firstTask; other !== null; other = other._next) {
    if (other === (task as unknown) || !('_awaiters' in other)) continue
    if ((other as unknown as Driven)._awaiters === 0 && other._waiters === null) return true
  }
  return false
}
