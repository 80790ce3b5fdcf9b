/**
 * A task runs a coroutine: it steps it until it suspends, and is woken by what it suspended on.
 *
 * Invariant: a pending task either waits for one future or has one step scheduled, never both.
 * Invariant: a step is scheduled by the future that wakes it, by a bare yield, or by its creation; nothing else.
 *
 * A step allocates nothing: the task is its own handle in the ready queue, its own entry in a future's waiters and
 * its own frame stack. Pending tasks are linked into a list of their loop, through themselves, so that none
 * is collected half-way.
 */

import { quoted } from '../base/brief.ts'
import { describeValue, isCancelledError, RuntimeError } from '../base/errors.ts'
import {
  ASKABLE,
  BEGUN,
  BLOCKING,
  CANCELLED,
  CANCELLING,
  MOST_REQUESTS,
  MUST_CANCEL,
  NOT_FORWARDED,
  PENDING,
  REJECTED,
  REQUEST,
  REQUEST_SHIFT,
  RESOLVED,
  STATUS,
  UNLISTED,
} from '../base/flags.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Coroutine, type CoroutineLike, isAwaitable, isCoroutine } from '../coroutine/coroutine.ts'
import { Frame, type Source } from '../coroutine/frame.ts'
import type { FrameStack } from '../coroutine/frame-stack.ts'
import { HANDS_UP } from '../coroutine/handed-up.ts'
import { type CoroutineGenerator, resumeNext } from '../coroutine/native.ts'
import { resumeAfter, resumeWith } from '../coroutine/resume.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import { Context, checkContext, contextOf, type Snapshot, snapshot } from '../current/context.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import {
  type Awaitable,
  type Blocker,
  type CancelNote,
  cancelNote,
  Future,
  isFuture,
  loopInForce,
  type Suspension,
  type Waiter,
} from '../future/future.ts'
import type { EventLoop } from '../loop/loop.ts'
import { checkLoop } from '../scheduler/scheduler.ts'
import { noteCancelThrown, noteSwallowed } from '../tracing/debug.ts'
import type { TaskHooks } from '../tracing/hooks.ts'
import { placesInError, type StackFrame } from '../tracing/native-stack.ts'
import { createdAt } from '../tracing/places.ts'
import { PAUSED } from '../tracing/probe.ts'
import { framesOf } from '../tracing/stack.ts'
import { framesStanding } from '../tracing/standing.ts'
import { describeCoro } from './describe.ts'

declare module '../current/state.ts' {
  interface State {
    /** The task being stepped. */
    task: Task<unknown> | null
    taskCount: number
  }
}

export interface TaskOptions {
  /** Shown in reports; `Task-N` unless given. */
  name?: string | undefined
  /** The context to run in, itself; a copy of the current one unless given. */
  context?: Context | undefined
  /** Runs the first step at once, inside the call; where that ends it, the loop is never entered. */
  eager?: boolean | undefined
}

/**
 * A coroutine under way. Made by `createTask`, `taskGroup` and the like; awaiting it gives the coroutine's
 * result. asyncio: `asyncio.Task`.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   const task = createTask(sleep(10, 'slept'), { name: 'sleeper' })
 *   return [task.name, task.done(), yield* task]
 * }) // => ['sleeper', false, 'slept']
 * ```
 */
export class Task<T> extends Future<T> implements Waiter, FrameStack {
  // Declared, and assigned in the constructor, for the sake of speed: see Future.
  /** @internal The innermost frame: this is the one that is resumed. Of one that ended eagerly, its source. */
  declare _top: Frame<unknown>
  /** @internal What it waits for, until the step it wakes. */
  declare _waitsFor: Blocker | null
  /** @internal */
  declare _context: Context | Snapshot
  /** @internal A number stands for the name `Task-N`, and 0 for one that has none yet. */
  declare _name: string | number
  /** @internal */
  declare _previous: Task<unknown> | null
  /** @internal */
  declare _next: Task<unknown> | null

  /** Prefer `createTask` or `loop.createTask`: they go through the loop's task factory. */
  constructor(
    coro: CoroutineLike<T>,
    options?: TaskOptions & {
      loop?: EventLoop | undefined
      /** @internal Neither in the loop's list nor scheduled: see call.ts. */
      _unlisted?: boolean
    },
  ) {
    if (options !== undefined) checkTaskOptions(options)
    super(options?.loop)
    const root = toCoroutine(coro)
    const loop = this._loop
    loop._checkOpen()
    const name = options?.name
    const frame = root._toFrame() as Frame<unknown>
    this._top = frame
    frame._claim(this)
    this._waitsFor = null
    this._context = options?.context ?? snapshot()
    this._name = name ?? 0
    if (options?._unlisted === true) {
      this._flags = UNLISTED
      return
    }
    this._link(loop)
    if (name === undefined) this._name = ++state.taskCount
    if (loop._hooks !== null) loop._hooks.taskCreated(this as Task<unknown>)
    if (options?.eager === true && state.loop === (loop as unknown)) this._startEagerly()
    else loop._push(this)
  }

  get name(): string {
    if (this._name === 0) this._name = ++state.taskCount
    return typeof this._name === 'number' ? `Task-${this._name}` : this._name
  }

  set name(name: string) {
    this._name = String(name)
  }

  /** The coroutine it runs; of a task that ended in its eager start one of the same name, where asyncio gives None. */
  get coro(): Coroutine<T> {
    let frame = this._top
    if (!(frame instanceof Frame)) this._top = frame = Frame.ended(frame as Source)
    while (frame._parent !== null) frame = frame._parent as Frame<unknown>
    return frame as Frame<T>
  }

  /** The context its steps run in. */
  get context(): Context {
    if (state.task === (this as Task<unknown>)) {
      const own = contextOf(state.context)
      state.context = own
      return own
    }
    const context = contextOf(this._context)
    this._context = context
    return context
  }

  /**
   * Asks it to end: CancelledError is thrown where it waits, in the loop's next iteration at the earliest. It may
   * clean up, and may refuse by swallowing the error. False where it is done. asyncio: `task.cancel(msg)`.
   */
  override cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    const waitsFor = this._waitsFor
    if (waitsFor instanceof Task) return cancelChain(this as Task<unknown>, message)
    const note = cancelNote(message)
    this._request(1)
    if (waitsFor !== null && this._cancelWait(waitsFor, message)) return true
    this._cancelNextStep(note)
    return true
  }

  /** @internal Not waiting, or for something that is done or cannot be cancelled: the step to come will throw. */
  _cancelNextStep(note: CancelNote | undefined): void {
    this._flags |= MUST_CANCEL
    this._outcome = note
  }

  /** @internal */
  _cancelWait(waitsFor: Blocker, message: unknown): boolean {
    if ((this._flags & CANCELLING) !== 0) {
      this._breakCircle(waitsFor)
      return false
    }
    this._flags |= CANCELLING
    try {
      return waitsFor.cancel(message)
    } finally {
      this._flags &= ~CANCELLING
    }
  }

  /** @internal Tasks that await one another in a circle: it is broken here, or nobody could ever be cancelled. */
  _breakCircle(waitsFor: Blocker): void {
    this._request(-1)
    waitsFor._removeWaiter(this as Task<unknown>)
    this._waitsFor = null
    this._flags |= BEGUN
    this._loop._push(this)
  }

  /** @internal One request more, or one less. */
  _request(change: 1 | -1): void {
    if (this._flags < MOST_REQUESTS) this._flags += change * REQUEST
    else countMore(this as Task<unknown>, change)
  }

  /** How many `cancel()` there were, less the `uncancel()`. */
  cancelling(): number {
    const count = this._flags >> REQUEST_SHIFT
    return this._flags < MOST_REQUESTS ? count : count + (more.get(this as Task<unknown>) ?? 0)
  }

  /** Takes one request back, as whoever handled a cancellation of its own making must; gives how many are left. */
  uncancel(): number {
    if (this._flags >= REQUEST) {
      this._request(-1)
      if (this._flags < REQUEST) this._flags &= ~MUST_CANCEL
    }
    return this.cancelling()
  }

  override setResult(_value: T): void {
    throw new RuntimeError('Task does not support setResult: its result is what its coroutine returns')
  }

  override setException(_error: unknown): void {
    throw new RuntimeError('Task does not support setException: cancel() it, or throw inside its coroutine')
  }

  /**
   * Where it stands, outermost first: every coroutine of a suspended task; of a running one, the native stack on top of
   * those that wait; of a failed one, the places in its error; of one that is done otherwise, nothing. `limit` keeps the
   * innermost. asyncio: `task.get_stack`, which gives a single frame.
   */
  getStack(options: { limit?: number | undefined } = {}): StackFrame[] {
    checkOptions(options, 'getStack()', { limit: () => {} })
    const { limit } = options
    if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
      throw new RangeError(`Expected the limit of a stack, an integer from 0, got ${describeValue(limit)}`)
    }
    const frames = this._frames()
    return limit === undefined || limit >= frames.length ? frames : frames.slice(frames.length - limit)
  }

  /** Prints `getStack()`, outermost first, under a line that names the task. */
  printStack(
    options: { limit?: number | undefined; write?: ((text: string) => void) | undefined } = {},
  ): void {
    checkOptions(options, 'printStack()', { limit: () => {}, write: 'function' })
    const frames = this.getStack(options)
    const write = options.write ?? ((text: string) => world.console.error(text.trimEnd()))
    if (frames.length === 0) write(`No stack for ${this}\n`)
    else {
      const what = this._status === REJECTED ? 'Traceback' : 'Stack'
      write(
        `${what} for ${this} (most recent call last):\n${frames.map((frame) => `  at ${frame}\n`).join('')}`,
      )
      if (this._status === REJECTED) write(`${this._outcome}\n`)
    }
  }

  /** @internal */
  _frames(): StackFrame[] {
    if (this._status === REJECTED) return placesInError(this._outcome).reverse()
    if (this._status !== PENDING) return []
    return framesStanding(this, this._askable, this._isCurrent)
  }

  override describe(): string {
    return `task '${this.name}'`
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    const { _waitsFor: waitsFor } = this
    return waitsFor === null ? [] : waitsFor instanceof Future ? [waitsFor] : waitsFor._dependsOn()
  }

  /** @internal May the top frame be sent a probe? */
  get _askable(): boolean {
    const waitsFor = this._waitsFor
    return waitsFor === null ? (this._flags & ASKABLE) !== 0 : (waitsFor._flags & NOT_FORWARDED) === 0
  }

  override toString(): string {
    const parts: string[] = [this._describeState()]
    parts.push(
      `name=${quoted(this.name)}`,
      `coro=<${describeCoro(this, this.coro as Frame<T>, this._isCurrent)}>`,
    )
    if (this._waitsFor !== null) parts.push(`wait_for=${this._waitsFor._short()}`)
    parts.push(...this._describeOutcome())
    return `<${this._className} ${parts.join(' ')}${createdAt(this)}>`
  }

  /** @internal As asyncio's repr has it: a task being stepped is pending there. */
  _describeState(): string {
    if (this._status === CANCELLED) return 'cancelled'
    if (this._status !== PENDING) return 'finished'
    return this._flags >= REQUEST ? 'cancelling' : 'pending'
  }

  /** @internal */
  get _hasBegun(): boolean {
    return this._waitsFor !== null || this._isCurrent || (this._flags & (BEGUN | ASKABLE)) !== 0
  }

  /** @internal It is being stepped, and no hook is called. */
  get _isCurrent(): boolean {
    return state.task === (this as Task<unknown>) && state.frames !== null
  }

  // ------------------------------------------------------------------ stepping

  /** @internal Without what it waits for itself: a chain would be endless. */
  override _short(): string {
    return `<${this._className} ${this.state} name=${quoted(this.name)}>`
  }

  // Each step goes through what follows. It is cut so that the compiler can join the pieces of a step that goes well, and
  // leaves what is rare to methods of its own.

  /** Called by the loop, for each step. */
  _run(): void {
    const waitedFor = this._waitsFor
    this._waitsFor = null
    if ((waitedFor !== null && (waitedFor._flags & STATUS) > RESOLVED) || (this._flags & MUST_CANCEL) !== 0) {
      this._stepThrowing(waitedFor)
    } else this._step()
    state.task = null
    state.frames = null
  }

  /** @internal How many requests to be cancelled have been thrown. */
  get _cancelsThrown(): number {
    return this.cancelling() - ((this._flags & MUST_CANCEL) !== 0 ? 1 : 0)
  }

  /** @internal */
  override get _kind(): string {
    return 'Task'
  }

  /** @internal asyncio's name for what resumes it. */
  get _waiterName(): string {
    return 'Task.task_wakeup()'
  }

  /** @internal */
  override get _label(): string {
    return this.describe()
  }

  /** @internal In place of `_run`, in a loop with hooks. */
  _runHooked(hooks: TaskHooks, run: () => void = () => this._run()): void {
    const self = this as Task<unknown>
    hooks.aroundStep(self, () => {
      // Not in a step: a hook must not stand on the stack of the task that starts this one.
      state.frames = null
      state.task = self
      state.context = this._context
      hooks.taskStepped(self)
      try {
        run()
      } catch (error) {
        this._loop._contain(error, this)
      }
      state.frames = null
      state.task = self
      if (this._status === PENDING) hooks.taskSuspended(self)
      else hooks.taskFinished(self)
      state.task = null
    })
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

  /** @internal The rest of a step in which `frame` has ended, or driven another by hand. */
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

  /** @internal Throws why what it waited for failed; a cancellation where one is due. */
  _stepThrowing(waitedFor: Blocker | null): void {
    this._enter()
    let error = waitedFor !== null && waitedFor._status > RESOLVED ? waitedFor._takeError() : undefined
    if ((this._flags & MUST_CANCEL) !== 0) {
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

  /** @internal Where it stands, woken from `waitedFor` and not yet resumed. */
  _framesAfter(waitedFor: Blocker | null): StackFrame[] {
    const flags = waitedFor === null ? this._flags & ASKABLE : ~waitedFor._flags & NOT_FORWARDED
    return framesOf(this, flags !== 0)
  }

  /** @internal What is running now is this. */
  _enter(): void {
    state.task = this as Task<unknown>
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
    const blocker = wait._park(this as Task<unknown>)
    this._waitsFor = blocker
    if ((this._flags & MUST_CANCEL) !== 0) this._cancelAtOnce(blocker)
  }

  /** @internal */
  _threw(error: unknown): void {
    this._context = state.context
    this._unlink()
    this._rejectOrCancel(error)
  }

  /** @internal */
  _returned(value: unknown): void {
    this._unlink()
    if (this._flags >= REQUEST && state.debugging) noteSwallowed(this._loop, this)
    if ((this._flags & MUST_CANCEL) !== 0) {
      // Cancelled during its last step: there is no wait left to throw at.
      this._flags &= ~MUST_CANCEL
      this._finish(CANCELLED, this._outcome)
    } else this._finish(RESOLVED, value)
  }

  /** @internal */
  _waitFor(result: IteratorYieldResult<Suspension>): void {
    if (result.value !== undefined) this._waitForFuture(result.value)
    else {
      // A bare `yield` must not be sent a probe: it would be taken for the resumption.
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
    const refusal = this._refusal(future)
    if (refusal === undefined) {
      future._addWaiter(this as Task<unknown>)
      this._waitsFor = future
      if ((this._flags & MUST_CANCEL) !== 0) this._cancelAtOnce(future)
    } else {
      this._failWait(refusal)
    }
  }

  /** @internal As if it had waited for something that fails at once; not to be asked where it stands. */
  _failWait(error: unknown): void {
    const failed = new Future<unknown>(this._loop)
    failed._flags = REJECTED | NOT_FORWARDED
    failed._outcome = error
    this._waitsFor = failed
    this._loop._push(this)
  }

  /** @internal See Runnable: what it waits for cannot be looked at, so the error is thrown where it waits. */
  _broke(error: unknown): void {
    if (this._status !== PENDING || this._waitsFor !== null) return
    if (this._top._generator === null) this._threw(error)
    else this._failWait(error)
  }

  /** @internal */
  _cancelAtOnce(blocker: Blocker): void {
    const note = this._outcome as CancelNote | undefined
    state.canceller = note?.by
    try {
      if (blocker.cancel(note?.message)) this._flags &= ~MUST_CANCEL
    } finally {
      state.canceller = undefined
    }
  }

  /** What is wrong with a suspension, if anything is; takes note of the `yield*` it came through. */
  /** @internal */
  _refusal(suspension: unknown): Error | undefined {
    // The first test is the cheaper one; the brand is for futures of another copy of core.
    if (!(suspension instanceof Future || isFuture(suspension))) return new TypeError(badYield(suspension))
    const starred = (suspension._flags & BLOCKING) !== 0
    suspension._flags &= ~BLOCKING
    if ((suspension as unknown) === this) return new RuntimeError(`Task cannot await on itself: ${this}`)
    if (suspension._loop !== this._loop) {
      return new RuntimeError(`Task ${this} got ${suspension} attached to a different loop`)
    }
    return starred ? undefined : new TypeError(badYield(suspension))
  }

  /** @internal */
  _startEagerly(): void {
    const { task, frames, context } = state
    if (task !== null) task._flags |= BEGUN
    const hooks = this._loop._hooks
    try {
      if (hooks === null) this._step()
      else this._runHooked(hooks, () => this._step())
    } catch (error) {
      this._loop._contain(error, this)
    }
    state.task = task
    state.frames = frames
    state.context = context
    // What ended at once is kept by many, in lists of tasks: without its coroutine it takes 60 bytes less.
    if (this._status !== PENDING) this._top = this._top._source as never
  }

  /** @internal To run a coroutine of `source` after one that has ended in its first step; see call.ts. */
  _reuse(source: Source): void {
    this._top._source = source
    this._context = snapshot()
    this._name = 0
  }

  /** @internal */
  _list(): void {
    this._flags &= ~UNLISTED
    this._link(this._loop)
    if (this._name === 0) this._name = ++state.taskCount
  }

  /** @internal */
  _link(loop: EventLoop): void {
    const self = this as Task<unknown>
    // In the order of their creation.
    if (state.task !== null && (state.task._flags & UNLISTED) !== 0) state.task._list()
    const last = loop._lastTask
    this._previous = last
    this._next = null
    if (last === null) loop._firstTask = self
    else last._next = self
    loop._lastTask = self
  }

  /** @internal */
  _unlink(): void {
    if ((this._flags & UNLISTED) !== 0) return
    const { _previous: previous, _next: next, _loop: loop } = this
    if (previous === null) loop._firstTask = next
    else previous._next = next
    if (next === null) loop._lastTask = previous
    else next._previous = previous
    this._previous = null
    this._next = null
  }
}

/** The requests beyond those the flags have room for: four million. */
const more = new WeakMap<Task<unknown>, number>()

function countMore(task: Task<unknown>, change: 1 | -1): void {
  const count = (more.get(task) ?? 0) + change
  if (count >= 0) more.set(task, count)
  else task._flags -= REQUEST
}

/**
 * Cancels tasks that wait for one another from `first` on, without a call inside a call: there may be more of them than the
 * stack has room for. What the last one waits for is cancelled, and then each is told whether what it waits for was.
 */
function cancelChain(first: Task<unknown>, message: unknown): boolean {
  const note = cancelNote(message)
  const chain: Task<unknown>[] = []
  let at = first
  let cancelled = false
  try {
    for (;;) {
      const waitsFor = at._waitsFor
      at._request(1)
      if ((at._flags & CANCELLING) !== 0) {
        at._breakCircle(waitsFor as Blocker)
        at._cancelNextStep(note)
        cancelled = true
        break
      }
      chain.push(at)
      at._flags |= CANCELLING
      if (!(waitsFor instanceof Task) || waitsFor.cancel !== Task.prototype.cancel) {
        cancelled = waitsFor?.cancel(message) ?? false
        break
      }
      if (waitsFor._status !== PENDING) break
      at = waitsFor
    }
  } finally {
    for (const task of chain) task._flags &= ~CANCELLING
  }
  if (!cancelled) (chain.at(-1) as Task<unknown>)._cancelNextStep(note)
  return true
}

const TASK_OPTIONS: OptionKinds = { name: 'string', context: checkContext, eager: 'boolean' }

/** What is right is let through fast; what is wrong is named. */
export function checkTaskOptions(options: TaskOptions): void {
  if (typeof options === 'object' && options !== null) {
    const { name, context, eager } = options
    if (
      (name === undefined || typeof name === 'string') &&
      (context === undefined || context instanceof Context) &&
      (eager === undefined || typeof eager === 'boolean') &&
      !(Symbol.iterator in options || 'then' in options)
    )
      return
  }
  checkOptions(options, 'createTask()', TASK_OPTIONS)
}

/** A suspension that is no future: it is told who waits, and gives what wakes the task. */
interface Parkable {
  /** @internal */
  _park(task: Task<unknown>): Blocker
}

function isParkable(result: unknown): result is Parkable {
  return typeof (result as Partial<Parkable>)._park === 'function'
}

/** Is it the future of a wait that came through `yield*`, on an engine that hands up values alone? */
function isPassedOn(future: Future<unknown>): future is Future<unknown> & Parkable {
  return (future as Partial<PassedOn>)._isPassedOn === true
}

/** A future that stands for a wait. */
interface PassedOn extends Parkable {
  /** @internal */
  readonly _isPassedOn: boolean
}

function badYield(value: unknown): string {
  if (isAwaitable(value) || isCoroutine(value)) {
    return `yielded ${describeValue(value)}; did you mean \`yield*\`?`
  }
  if (typeof value === 'object' && value !== null && 'then' in value) {
    return `yielded ${describeValue(value)}; wrap a promise with fromPromise() of @acoro/compat`
  }
  const what = describeValue(value)
  return `Task got bad yield: ${what}${what === 'an Emission' ? ', outside an async generator' : ''}`
}

/** The loop whose callback or task is running. RuntimeError where there is none. asyncio: `get_running_loop`. */
export function getRunningLoop(): EventLoop {
  const loop = state.loop
  if (loop === null)
    throw new RuntimeError(
      'no running event loop: this must be called from a coroutine or a callback of the loop',
    )
  return loop as EventLoop
}

/** The running loop, or null. asyncio: `_get_running_loop`. */
export function runningLoop(): EventLoop | null {
  return state.loop as EventLoop | null
}

/** Runs a coroutine as a task of the running loop. RuntimeError where none runs. asyncio: `asyncio.create_task`. */
export function createTask<T>(coro: CoroutineLike<T>, options?: TaskOptions): Task<T> {
  return getRunningLoop().createTask(coro, options)
}

/** The task being stepped, or null in a plain callback. RuntimeError where no loop runs and none is named. */
export function currentTask(loop: EventLoop = getRunningLoop()): Task<unknown> | null {
  if (typeof loop !== 'object' || loop === null) checkLoop(loop, 'the argument of currentTask()')
  const { task } = state
  if (task === null || state.loop !== (loop as unknown)) return null
  if ((task._flags & UNLISTED) !== 0) task._list()
  return task
}

/** The tasks of the loop that are not done, in order of creation. asyncio: `asyncio.all_tasks`. */
export function allTasks(loop: EventLoop = getRunningLoop()): Set<Task<unknown>> {
  checkLoop(loop, 'the argument of allTasks()')
  const tasks = new Set<Task<unknown>>()
  currentTask(loop)
  for (let task = loop._firstTask; task !== null; task = task._next) tasks.add(task)
  return tasks
}

/**
 * A future as it is, anything else awaitable as a task of the loop named, the running one or that of `setEventLoop`.
 * TypeError if it cannot be awaited, RangeError for a future of a loop other than the one named, RuntimeError if there is
 * no loop or it is closed: then a coroutine is closed, too. asyncio: `asyncio.ensure_future`.
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, loop?: EventLoop): Future<T> {
  if (loop !== undefined) checkLoop(loop, 'the second argument of ensureFuture()')
  if (!(awaitable instanceof Coroutine) && isFuture(awaitable)) {
    if (loop !== undefined && awaitable._loop !== loop) {
      throw new RangeError('The future belongs to a different loop than the one named')
    }
    return awaitable as Future<T>
  }
  const coro = coroutineOf(awaitable)
  const home = loop ?? loopInForce()
  // It will never be awaited, and debug mode would say so.
  if (home.isClosed()) coro.return(undefined as T)
  return home.createTask(coro)
}

/** Any awaitable as a coroutine. */
export function coroutineOf<T>(awaitable: Awaitable<T>): CoroutineLike<T> {
  if (isCoroutine(awaitable)) return awaitable as CoroutineLike<T>
  if (!isAwaitable(awaitable)) {
    const promise = typeof awaitable === 'object' && awaitable !== null && 'then' in awaitable
    throw new TypeError(
      `Expected a future, a coroutine or an awaitable, got ${describeValue(awaitable)}` +
        (promise
          ? ': wrap a promise with fromPromise() of @acoro/compat'
          : typeof awaitable === 'function'
            ? ': call it'
            : ''),
    )
  }
  return new Frame<T>(awaiting(awaitable as Awaitable<T>), awaiting)
}

function* awaiting<T>(awaitable: Awaitable<T>): Generator<Suspension, T, unknown> {
  return yield* awaitable
}
