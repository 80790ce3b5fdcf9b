/**
 * The steps of a task whose body is no coroutine: what its driver calls, and what the loop calls.
 *
 *   begin ─► resume ─► the body ─┬─► waitForPromise, waitForTask, waitForFuture, takeTurn ──wake──► _run ─► resume
 *                                ├─► delegate: a coroutine runs in this very task ──its end──► resume
 *                                └─► finish, fail
 *
 * Invariant: as for every task, one wait, one scheduled step, or a step under way. The body's generator is
 * not in the frame stack, because what it yields are no suspensions; only a coroutine it delegates to is.
 */

import { isCancelledError } from '../base/errors.ts'
import { CANCELLED, MUST_CANCEL, PENDING, REQUEST, RESOLVED, STATUS, UNLISTED } from '../base/flags.ts'
import type { CoroutineLike } from '../coroutine/coroutine.ts'
import type { Frame } from '../coroutine/frame.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import { state } from '../current/state.ts'
import type { Future } from '../future/future.ts'
import { DRIVEN, Task } from '../task/task.ts'
import { unlink } from '../task/task-list.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { type Outcome, PromiseWait } from './promise-wait.ts'
import type { Surroundings } from './surroundings.ts'

// What the task does next when it is woken, if nothing else shows it: the lowest bits of `_mode`.
const BODY = 0
const DELEGATING = 1
const SENT_VALUE = 2
const SENT_ERROR = 3
const NEXT = 3
/** Bit of `_mode`: the next step has surroundings to be restored. */
const SURROUNDED = 4
/** The bits of `_mode` from here on are the driver's `phase`, eight of them. */
const PHASE_SHIFT = 3
const PHASE = 255 << PHASE_SHIFT
/** The bits from here on count the driven tasks that wait for this one by its promise. */
const AWAITER = 1 << 11
const AWAITERS_SHIFT = 11

/** The surroundings of the next steps of tasks. Few have any, so they take no field. */
const surroundings = new WeakMap<DrivenSteps<unknown>, Surroundings>()

/** What DrivenTask is built on: what its driver calls, and how it is stepped. */
export abstract class DrivenSteps<T> extends Task<T> {
  static {
    // Only a task that runs a coroutine has frames. The others take no field for them.
    DrivenSteps.prototype._top = null as never
  }

  // Declared, and assigned in the constructor, for speed: see Settling. Each field costs every call.
  /** @internal What it does next, its phase, and who waits for it, as bits. */
  declare _mode: number
  /** @internal What the next step sends in, or its wait for a promise, which the next promise can use. */
  declare _sent: unknown

  /** Belongs to the running loop, stands in no list, and has not begun: see `beginDriven`. */
  constructor() {
    super(DRIVEN as never)
    // At once, so that the object need not grow when it is listed.
    this._previous = null
    this._next = null
    this._mode = BODY
    this._sent = undefined
  }

  /** A number of the driver's own, from 0 to 255. */
  protected get phase(): number {
    return (this._mode & PHASE) >> PHASE_SHIFT
  }

  protected set phase(phase: number) {
    this._mode = (this._mode & ~PHASE) | (phase << PHASE_SHIFT)
  }

  /** @internal How many driven tasks wait for it by its promise. */
  get _awaiters(): number {
    return this._mode >> AWAITERS_SHIFT
  }

  /** @internal */
  _addAwaiter(): void {
    this._mode += AWAITER
  }

  /** @internal */
  _removeAwaiter(): void {
    this._mode -= AWAITER
  }

  /** @internal */
  _setNext(next: number): void {
    this._mode = (this._mode & ~NEXT) | next
  }

  /** @internal */
  _keepSurroundings(): void {
    const kept = this.surroundings()
    if (kept === null) return
    this._mode |= SURROUNDED
    surroundings.set(this as DrivenSteps<unknown>, kept)
  }

  // ------------------------------------------------------------------ for the driver

  /** Resumes the body with the outcome of what it waited for. Must lead to one of the methods below. */
  protected abstract resume(outcome: unknown, failed: boolean): void

  /** Told when the task has ended, before any code that waits for it runs. */
  protected abstract ended(outcome: unknown, failed: boolean): void

  /** Told when a task of a loop, or a program, takes over the error: it is not unhandled any more. */
  protected abstract taken(): void

  /** What the platform keeps for async code, to be restored in the next step; null if it keeps nothing. */
  protected surroundings(): Surroundings | null {
    return null
  }

  /** Calls `fn` when the task has ended, as `ended` is told. Returns what takes that back. */
  protected abstract watchEnd(fn: () => void): () => void

  /** Where the body stands, outermost first, if the driver knows. */
  protected places(): StackFrame[] {
    return []
  }

  /** Waits for a native promise. `target` is the task whose promise it is, if that is known. */
  protected waitForPromise(promise: Promise<unknown>, target: DrivenSteps<unknown> | null): void {
    this._context = state.context
    const wait = PromiseWait.begin(this as DrivenSteps<unknown>, promise, target)
    this._waitsFor = wait
    this._since = this._loop._stamp
    if ((this._flags & MUST_CANCEL) !== 0) this._cancelAtOnce(wait)
  }

  /**
   * Waits for a future or a task, by the loop alone. A future of another loop, or the task itself, throws.
   */
  protected waitForFuture(future: Future<unknown>): void {
    this._context = state.context
    this._keepSurroundings()
    // As if `yield*` had led here: `_waitForFuture` refuses what has come by a bare `yield`.
    if (future._status === PENDING) future.next(undefined)
    else {
      this._waitsFor = future
      this._loop._push(this)
      return
    }
    this._waitForFuture(future)
  }

  /** Goes on in the loop's next iteration with `outcome`. */
  protected takeTurn(outcome: unknown, failed: boolean): void {
    this._context = state.context
    this._keepSurroundings()
    this._setNext(failed ? SENT_ERROR : SENT_VALUE)
    this._sent = outcome
    this._loop._push(this)
  }

  /** Runs a coroutine in this task; the body is resumed when it has ended, a turn later at the earliest. */
  protected delegate(coro: CoroutineLike<unknown>): void {
    this._keepSurroundings()
    const frame = toCoroutine(coro)._toFrame() as Frame<unknown>
    frame._claim(this)
    this._setNext(DELEGATING)
    this._sent = this
    const { context } = state
    this._context = context
    super._step()
    if (this._sent === this) this._sent = undefined
  }

  /** Ends the task with its result. */
  protected finish(value: T): void {
    this._context = state.context
    const flags = this._flags
    if (flags >= REQUEST || (flags & MUST_CANCEL) !== 0 || this._waiters !== null) super._returned(value)
    else {
      // What that does, for most calls: nobody has cancelled it, and no task waits for it by the loop.
      unlink(this as Task<unknown>)
      this._sent = undefined
      this._flags = flags | RESOLVED
      this._outcome = value
      this.ended(value, false)
    }
  }

  /** Ends the task with an error, which may be a cancellation. */
  protected fail(error: unknown): void {
    super._threw(error)
  }

  // ------------------------------------------------------------------ as a task

  override _run(): void {
    if ((this._mode & SURROUNDED) !== 0) this._runSurrounded()
    else if ((this._mode & NEXT) === DELEGATING) super._run()
    else {
      const waited = this._waitsFor
      this._waitsFor = null
      state.task = this as Task<unknown>
      state.frames = null
      state.context = this._context
      if ((this._flags & MUST_CANCEL) !== 0) this._resumeCancelled(waited)
      else if (waited instanceof PromiseWait) {
        const { status, value } = waited._outcome as Outcome
        if (status === CANCELLED) {
          const error = waited._takeError()
          waited._leaveBehind(this as DrivenSteps<unknown>)
          this.resume(error, true)
        } else {
          waited._clear(this as DrivenSteps<unknown>)
          this.resume(value, status !== RESOLVED)
        }
      } else this._resumeAfter(waited)
      state.task = null
      state.frames = null
    }
  }

  /** @internal */
  _runSurrounded(): void {
    const kept = surroundings.get(this as DrivenSteps<unknown>) as Surroundings
    surroundings.delete(this as DrivenSteps<unknown>)
    this._mode &= ~SURROUNDED
    kept.runInAsyncScope(this._run, this)
  }

  /** @internal */
  _resumeAfter(waited: SteppedWait | null): void {
    if (waited === null) {
      const next = this._mode & NEXT
      const sent = next === BODY ? undefined : this._sent
      this._setNext(BODY)
      this._sent = undefined
      this.resume(sent, next === SENT_ERROR)
    } else if ((waited._flags & STATUS) === RESOLVED) this.resume((waited as Future<unknown>)._outcome, false)
    else this.resume(waited._takeError(), true)
  }

  /** @internal A cancellation is due, and what it waited for may have failed with one of its own. */
  _resumeCancelled(waited: SteppedWait | null): void {
    this._flags &= ~MUST_CANCEL
    let error: unknown
    if (waited !== null && waited._status > RESOLVED) error = waited._takeError()
    else if (waited === null && (this._mode & NEXT) === SENT_ERROR) error = this._sent
    if (waited instanceof PromiseWait) {
      const isLeft = waited._flags === CANCELLED
      if (isLeft) waited._leaveBehind(this as DrivenSteps<unknown>)
      else waited._clear(this as DrivenSteps<unknown>)
    }
    this._setNext(BODY)
    this._sent = undefined
    this.resume(isCancelledError(error) ? error : this._makeCancelledError(), true)
  }

  /** @internal It runs a coroutine. */
  get _isDelegating(): boolean {
    return (this._mode & NEXT) === DELEGATING
  }

  /** @internal It runs no coroutine, and its next step has nothing to send in. */
  get _isAtBody(): boolean {
    return (this._mode & NEXT) === BODY
  }

  /** @internal No code has seen it, and its first step neither ended it nor made it wait. */
  get _isUnused(): boolean {
    return this._flags === UNLISTED && this._waitsFor === null && (this._mode & NEXT) === BODY
  }

  /** @internal A done callback would count as a waiting task: nobody cancels a call for which others wait. */
  override _onEnd(fn: () => void): () => void {
    return this._status === PENDING ? this.watchEnd(fn) : super._onEnd(fn)
  }

  /** @internal The first step, in a loop with hooks; and the steps of a coroutine it delegates to. */
  override _step(): void {
    if ((this._mode & NEXT) === DELEGATING) super._step()
    else {
      state.task = this as Task<unknown>
      state.frames = null
      state.context = this._context
      this.resume(undefined, false)
    }
  }

  /** @internal The coroutine it delegated to has returned. */
  override _returned(value: unknown): void {
    this._afterDelegate(value, false)
  }

  /** @internal The coroutine it delegated to has thrown. */
  override _threw(error: unknown): void {
    if ((this._mode & NEXT) === DELEGATING) this._afterDelegate(error, true)
    else super._threw(error)
  }

  /** @internal */
  _afterDelegate(outcome: unknown, failed: boolean): void {
    this._setNext(BODY)
    this._waitsFor = null
    this._context = state.context
    // Within the step that began it: `await` takes a turn.
    if (this._sent === this) this.takeTurn(outcome, failed)
    else {
      state.frames = null
      this.resume(outcome, failed)
    }
  }

  /** @internal The promise that it waits for by `wait` has settled: steps it at once, if its loop lets it. */
  _react(wait: PromiseWait, status: number, outcome: unknown): void {
    const now = state
    const loop = this._loop
    if (now.loop !== null || (this._flags & MUST_CANCEL) !== 0 || !loop._mayStepNow()) {
      this._reactLater(wait, status, outcome)
      return
    }
    const { context } = now
    const isAwake = loop._awake
    loop._awake = true
    now.loop = loop
    now.task = this as Task<unknown>
    now.frames = null
    now.context = this._context
    this._waitsFor = null
    try {
      this.resume(outcome, status !== RESOLVED)
    } catch (error) {
      loop._contain(error, this)
    } finally {
      now.task = null
      now.frames = null
      loop._afterStepNow(isAwake, context)
    }
  }

  /** @internal */
  _reactLater(wait: PromiseWait, status: number, outcome: unknown): void {
    wait._end(status, outcome)
    // The step runs later, when the platform has other surroundings in force than those of this reaction.
    if ((this._mode & NEXT) === BODY) this._keepSurroundings()
    this._loop._stepSoon(this)
  }
}

type SteppedWait = NonNullable<Task<unknown>['_waitsFor']>
