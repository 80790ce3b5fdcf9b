/**
 * How a task is stepped: its coroutine is resumed until it suspends, and what it suspended on wakes the task.
 *
 *   _run ─► _step ─► the generator of the top frame ─► _suspended ─► _waitFor | _parkIn
 *     │                 └─ it ended, or drove another by hand ─► _goOn ─► the parents of the frame
 *     └─► _stepThrowing: a cancel is due, or what it waited for has failed
 *
 * Invariant: a pending task waits for one thing that is not settled, has one step scheduled, or is being
 * stepped. It never does two of these. `cancel()` relies on it. A step is scheduled when the task is made,
 * when what it waits for wakes it, and at a bare `yield`. It is also scheduled when a wait is refused or
 * broken up.
 *
 * A step allocates nothing. The task is its own handle in the ready queue, its own waiter on a future, and
 * its own frame stack. The methods are cut so that V8 can inline those of a normal step: it joins up to 920
 * bytes of bytecode into one function. Rare cases are separate methods.
 */

import type { AnyTask } from '../base/above.ts'
import { isCancelledError } from '../base/errors.ts'
import {
  ASKABLE,
  BEGUN,
  CANCEL_DUE,
  CANCELLED,
  HELD,
  MUST_CANCEL,
  NOT_FORWARDED,
  PENDING,
  REJECTED,
  REQUEST,
  RESOLVED,
  STATUS,
} from '../base/flags.ts'
import type { Frame } from '../coroutine/frame.ts'
import type { FrameStack } from '../coroutine/frame-stack.ts'
import { HANDS_UP } from '../coroutine/handed-up.ts'
import { type CoroutineGenerator, resumeNext } from '../coroutine/native.ts'
import { resumeAfter, resumeWith } from '../coroutine/resume.ts'
import type { Context, Snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import type { Blocker } from '../future/blocker.ts'
import type { CancelNote } from '../future/cancel-note.ts'
import { Future, type Suspension } from '../future/future.ts'
import type { Waiter } from '../future/waiters.ts'
import { noteCancelThrown, noteSwallowed } from '../tracing/debug.ts'
import type { TaskHooks } from '../tracing/hooks.ts'
import { PAUSED } from '../tracing/probe.ts'
import { framesOf } from '../tracing/stack.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { runHooked } from './hooked-step.ts'
import { isParkable, isPassedOn, type Parkable } from './parkable.ts'
import { refusalOf } from './refusal.ts'
import { noteFailure, unlink } from './task-list.ts'
import type { TaskRecord } from './task-number.ts'

declare module '../current/state.ts' {
  interface State {
    /** The task being stepped. */
    task: AnyTask | null
    taskCount: number
  }
}

export abstract class SteppedTask<T> extends Future<T> implements Waiter, FrameStack {
  // Declared, and assigned in the constructor of Task, for speed: see Settling.
  /**
   * @internal The innermost frame, which is the one that is resumed. For a task that ended eagerly, the
   * source of its frame.
   */
  declare _top: Frame<unknown>
  /** @internal What it waits for, until the step that this wakes. */
  declare _waitsFor: Blocker | null
  /** @internal */
  declare _context: Context | Snapshot
  /** @internal A number stands for the name `Task-N`, and 0 for a task that has none yet. */
  declare _name: string | number | TaskRecord
  /** @internal Since when it waits, on the loop's coarse clock (`CallQueue._stamp`). */
  declare _since: number
  /** @internal */
  declare _previous: AnyTask | null
  /** @internal */
  declare _next: AnyTask | null

  abstract get name(): string

  /** @internal asyncio's name for the callback that resumes it. */
  get _waiterName(): string {
    return 'Task.task_wakeup()'
  }

  /** Called by the loop, for each step. */
  _run(): void {
    const waitedFor = this._waitsFor
    this._waitsFor = null
    if ((waitedFor !== null && (waitedFor._flags & STATUS) > RESOLVED) || (this._flags & CANCEL_DUE) !== 0) {
      this._stepThrowing(waitedFor)
    } else this._step()
    state.task = null
    state.frames = null
  }

  /**
   * @internal Called instead of `_run` in a loop with hooks. `step` is given for a first step that is made at
   * once.
   */
  _runHooked(hooks: TaskHooks, step: ((task: AnyTask) => void) | null = null): void {
    runHooked(this as unknown as AnyTask, hooks, step)
  }

  /** @internal */
  _step(): void {
    this._enter()
    state.suspended = null
    const frame = this._top
    let result: IteratorResult<Suspension, unknown>
    try {
      result = resumeNext.call(frame._generator as CoroutineGenerator<unknown>, undefined)
    } catch (error) {
      this._goOn(frame, undefined, error)
      return
    }
    if (result.done !== true && this._top === frame) this._suspended(result)
    else this._goOn(frame, result)
  }

  /** @internal The rest of a step in which `frame` has ended, or has driven another coroutine by hand. */
  _goOn(
    frame: Frame<unknown>,
    result: IteratorResult<Suspension, unknown> | undefined,
    thrown?: unknown,
  ): void {
    let last: IteratorResult<Suspension, unknown>
    try {
      last = resumeAfter(this, frame, result, thrown)
    } catch (error) {
      this._threw(error)
      return
    }
    this._suspendOrEnd(last)
  }

  /** @internal Throws the error of what it waited for, or a cancellation if one is due. */
  _stepThrowing(waitedFor: Blocker | null): void {
    if (this._goesOn(waitedFor)) {
      this._step()
      return
    }
    this._enter()
    const failed = waitedFor !== null && waitedFor._status > RESOLVED
    let error = failed ? waitedFor._takeError() : undefined
    if ((this._flags & MUST_CANCEL) !== 0 || !failed) {
      this._flags &= ~MUST_CANCEL
      if (!isCancelledError(error)) error = this._makeCancelledError()
    }
    if (state.debugging && isCancelledError(error)) noteCancelThrown(this, this._framesAfter(waitedFor))
    let result: IteratorResult<Suspension, unknown>
    try {
      result = resumeWith(this, error, true)
    } catch (error) {
      this._threw(error)
      return
    }
    this._suspendOrEnd(result)
  }

  /**
   * @internal Is only the cancellation of its scope due, and not now? A value that has arrived is kept, and
   * the next wait is cancelled. A task that has not begun runs up to its first wait.
   */
  _goesOn(waitedFor: Blocker | null): boolean {
    if ((this._flags & MUST_CANCEL) !== 0) return false
    if (waitedFor !== null) return waitedFor._status === RESOLVED
    return (this._flags & HELD) !== 0 || (this._flags & (BEGUN | ASKABLE)) === 0
  }

  /** @internal Where it stands when `waitedFor` has woken it and it is not resumed yet. */
  _framesAfter(waitedFor: Blocker | null): StackFrame[] {
    const flags = waitedFor === null ? this._flags & ASKABLE : ~waitedFor._flags & NOT_FORWARDED
    return framesOf(this, flags !== 0)
  }

  /** @internal Makes this the running task. */
  _enter(): void {
    state.task = this as unknown as AnyTask
    state.frames = this
    state.context = this._context
  }

  /** @internal */
  _suspendOrEnd(result: IteratorResult<Suspension, unknown>): void {
    if (result.done !== true) this._suspended(result)
    else {
      this._context = state.context
      this._returned(result.value)
    }
  }

  /** @internal */
  _suspended(result: IteratorYieldResult<Suspension>): void {
    this._context = state.context
    if (isParkable(result)) this._parkIn(result)
    else this._waitFor(result)
  }

  /** @internal */
  _parkIn(wait: Parkable): void {
    const blocker = wait._park(this as unknown as AnyTask)
    this._waitsFor = blocker
    this._since = this._loop._stamp
    if ((this._flags & CANCEL_DUE) !== 0) this._cancelAtOnce(blocker)
  }

  /** @internal */
  _threw(error: unknown): void {
    this._context = state.context
    unlink(this as unknown as AnyTask)
    this._rejectOrCancel(error)
    noteFailure(this as unknown as AnyTask)
  }

  /** @internal */
  _returned(value: unknown): void {
    unlink(this as unknown as AnyTask)
    if (this._flags >= REQUEST && state.debugging) noteSwallowed(this._loop, this)
    if ((this._flags & MUST_CANCEL) !== 0) {
      // Cancelled during its last step: there is no wait left to throw at.
      this._flags &= ~MUST_CANCEL
      this._finish(CANCELLED, this._outcome)
      noteFailure(this as unknown as AnyTask)
    } else this._finish(RESOLVED, value)
  }

  /** @internal */
  _waitFor(result: IteratorYieldResult<Suspension>): void {
    if (result.value !== undefined) this._waitForFuture(result.value)
    else {
      // A bare `yield` must not be sent a probe, which would resume it.
      this._flags = this._isPaused(result) ? this._flags | ASKABLE : (this._flags & ~ASKABLE) | BEGUN
      this._loop._push(this)
    }
  }

  /** @internal Does it stand at a pause, and not at a bare `yield`? */
  _isPaused(result: IteratorYieldResult<Suspension>): boolean {
    if (HANDS_UP) return result === PAUSED
    const { pausedIn } = state
    state.pausedIn = null
    return pausedIn === this._top
  }

  /** @internal */
  _waitForFuture(future: Future<unknown>): void {
    if (!HANDS_UP && isPassedOn(future)) {
      this._parkIn(future)
      return
    }
    const refusal = refusalOf(this as Future<unknown>, future)
    if (refusal === undefined) {
      future._addWaiter(this as unknown as AnyTask)
      this._waitsFor = future
      this._since = this._loop._stamp
      if ((this._flags & CANCEL_DUE) !== 0) this._cancelAtOnce(future)
    } else {
      this._failWait(refusal)
    }
  }

  /**
   * @internal Fails as if it had waited for something that fails at once. It cannot be asked where it stands.
   */
  _failWait(error: unknown): void {
    const failed = new Future<unknown>(this.getLoop())
    failed._flags = REJECTED | NOT_FORWARDED
    failed._outcome = error
    this._waitsFor = failed
    this._loop._push(this)
  }

  /** @internal See Runnable: what it waits for cannot be inspected, so the error is thrown where it waits. */
  _broke(error: unknown): void {
    if (this._status !== PENDING || this._waitsFor !== null) return
    if (this._top._generator === null) this._threw(error)
    else this._failWait(error)
  }

  /** @internal */
  _cancelAtOnce(blocker: Blocker): void {
    if ((this._flags & (MUST_CANCEL | HELD)) === HELD) return
    const note = this._outcome as CancelNote | undefined
    state.canceller = note?.by
    try {
      if (blocker.cancel(note?.message)) this._flags &= ~MUST_CANCEL
    } finally {
      state.canceller = undefined
    }
  }

  /** @internal */
  _startEagerly(): void {
    const { task, frames, context } = state
    if (task !== null) task._flags |= BEGUN
    const hooks = this._loop._hooks
    try {
      if (hooks === null) this._step()
      else this._runHooked(hooks, firstStep)
    } catch (error) {
      this._loop._contain(error, this)
    }
    state.task = task
    state.frames = frames
    state.context = context
    // Programs keep many tasks that ended at once, in lists. Without its coroutine such a task takes 60 bytes
    // less.
    if (this._status !== PENDING) this._top = this._top._source as never
  }
}

function firstStep(task: AnyTask): void {
  task._step()
}
