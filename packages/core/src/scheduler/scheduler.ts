/**
 * The engine of a loop: a ready queue, a timer heap, and iterations.
 *
 * One iteration moves the due timers to the queue and then runs exactly what was ready when it began; what
 * that schedules runs in the next one. A job is what the host calls: iterations back to back until nothing
 * is ready or a small time budget is used up. After a job the loop breathes (more is ready), arms the host's
 * timer (something is due later) or simply returns, and is entered again when something arrives from outside.
 *
 *   idle --push--> entered --job--> running --budget--> breathing --job--> running
 *                                      \--nothing ready--> armed / idle
 *
 * The trade-off: inside a job neither I/O nor promises have their turn, so the budget bounds their wait (2 ms),
 * and the clock is not read for each iteration but after as many as take a fraction of the budget.
 */

import { nameOf } from '../base/brief.ts'
import { isCoroutineFunction } from '../base/coroutine-function.ts'
import { checkMilliseconds, describeValue, RuntimeError } from '../base/errors.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Ring } from '../base/ring.ts'
import { errorText, readSafely, textOf } from '../base/text.ts'
import { type Timer, TimerHeap } from '../base/timer-heap.ts'
import { type Context, checkContext, type Snapshot } from '../current/context.ts'
import { DefaultHost, type Host, world } from '../current/host.ts'
import { state } from '../current/state.ts'
import type { Future } from '../future/future.ts'
import type { EventLoop } from '../loop/loop.ts'
import { noteForeign, noteSlow } from '../tracing/debug.ts'
import type { TaskHooks } from '../tracing/hooks.ts'
import { type Callback, Handle, type Runnable, TimerHandle } from './handle.ts'

declare module '../current/state.ts' {
  interface State {
    /** The loop whose iteration is on the stack, not one that merely waits for its host. */
    loop: Scheduler | null
    /** Loops that are not closed, for dumps of the whole process. */
    readonly loops: Set<WeakRef<Scheduler>>
  }
}

/** What an exception handler is told; `message` always, the rest where there is such a thing. */
export interface ExceptionContext {
  message: string
  exception?: unknown
  future?: unknown
  task?: unknown
  handle?: Handle
  asyncgen?: unknown
  protocol?: unknown
  transport?: unknown
  [key: string]: unknown
}

export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void

/** How long one job may keep the thread, in ms. */
const BUDGET = 2
/** The most iterations between two looks at the clock, and in one job whatever the clock says. */
const MOST_UNWATCHED = 256
const MOST_IN_A_JOB = 20_000
/** Of jobs that follow one another without the world having its turn: the most, and those between two looks at the clock. */
const MOST_ENTRIES = 20_000
const UNWATCHED_ENTRIES = 128

/** What a callback may be scheduled with, in front of it. */
export interface CallOptions {
  /** The context to run in, itself; a copy of the current one unless given. */
  context?: Context | undefined
}

const CALL_OPTIONS: OptionKinds = { context: checkContext }
const LOOP_OPTIONS: OptionKinds = { host: checkHost, ready: checkQueue }

/** What a loop is made with. */
export interface LoopOptions {
  /** The world; the platform's own unless given. */
  host?: Host | undefined
  /** The queue to run from, empty: a test's own may choose what runs next. */
  ready?: Ring<Runnable> | undefined
}

type HeapEntry = Timer & Runnable

export class Scheduler {
  /** @internal */
  readonly _ready: Ring<Runnable>
  /** @internal */
  _hooks: TaskHooks | null = null
  /** Under hooks or in debug mode: what an iteration looks at once, for both. */
  #watched = false
  /** @internal Failed futures nobody has asked yet; looked through when nothing is ready. */
  _failures: Future<unknown>[] = []
  readonly #timers = new TimerHeap<HeapEntry>()
  /** @internal */
  readonly _host: Host
  /** Nobody needs to wake it: it is about to look at its queue, or does not run. */
  #awake = true
  /** False while it sleeps and a step may be made in a job of its own: false is tested in one instruction, true takes more. */
  #alert = true
  /** Since it last slept, a timer has come or gone. */
  #stirred = false
  /** What to call when the run ends; null while there is none. */
  #ended: (() => void) | null = null
  #stopping = false
  #closed = false
  #armedFor = Infinity
  #now = 0
  #entries = 0
  /** When the world was last given its turn. */
  #breathed = 0
  #unwatched = 1
  #exceptionHandler: ExceptionHandler | null = null
  #debug = false

  constructor(options?: LoopOptions) {
    checkOptions(options, 'new EventLoop()', LOOP_OPTIONS)
    this._host = options?.host ?? new DefaultHost()
    this._ready = options?.ready ?? new Ring()
  }

  /** The loop's clock in ms: monotonic, from an arbitrary beginning. asyncio: `loop.time`. */
  time(): number {
    this.#now = this._host.now()
    return this.#now
  }

  /**
   * Calls `callback` in the next iteration, after what was scheduled before it: in a copy of the current context, or in
   * that of the options, which may stand in front. asyncio: `loop.call_soon`.
   *
   * @example
   * ```ts
   * import { ContextVar, copyContext, getRunningLoop, run, sleep } from '@acoro/core'
   *
   * const user = new ContextVar('user', { default: 'nobody' })
   * await run(function* main() {
   *   const context = copyContext()
   *   getRunningLoop().callSoon({ context }, (name) => user.set(name), 'ada')
   *   yield* sleep(1)
   *   return [user.get(), context.get(user)]
   * }) // => ['nobody', 'ada']
   * ```
   */
  callSoon<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): Handle
  callSoon<Args extends unknown[]>(
    options: CallOptions,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): Handle
  callSoon(first: Callback | CallOptions, ...args: unknown[]): Handle {
    if (state.debugging) noteForeign(this, 'callSoon() was called')
    return this.#callSoon('callSoon', first, args)
  }

  /**
   * Calls `callback` in `delay` ms; at once (in the next iteration) if that is 0 or less. Options as for `callSoon`.
   * asyncio: `loop.call_later`.
   */
  callLater<Args extends unknown[]>(
    delay: number,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): TimerHandle
  callLater<Args extends unknown[]>(
    delay: number,
    options: CallOptions,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): TimerHandle
  callLater(delay: number, first: Callback | CallOptions, ...args: unknown[]): TimerHandle {
    checkMilliseconds(delay, 'a delay')
    return this.#callAt(this.time() + delay, 'callLater', first, args)
  }

  /**
   * Calls `callback` when the loop's clock shows `when` (ms). Options as for `callSoon`.
   * asyncio: `loop.call_at`.
   */
  callAt<Args extends unknown[]>(
    when: number,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): TimerHandle
  callAt<Args extends unknown[]>(
    when: number,
    options: CallOptions,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): TimerHandle
  callAt(when: number, first: Callback | CallOptions, ...args: unknown[]): TimerHandle {
    checkMilliseconds(when, 'a time')
    return this.#callAt(when, 'callAt', first, args)
  }

  /** `callSoon` for signal handlers and messages from other threads. asyncio: `loop.call_soon_threadsafe`. */
  callSoonThreadsafe<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): Handle
  callSoonThreadsafe<Args extends unknown[]>(
    options: CallOptions,
    callback: (...args: Args) => unknown,
    ...args: Args
  ): Handle
  callSoonThreadsafe(first: Callback | CallOptions, ...args: unknown[]): Handle {
    return this.#callSoon('callSoonThreadsafe', first, args)
  }

  /** Runs until `stop()`. RuntimeError where the loop runs already or is closed. asyncio: `loop.run_forever`. */
  async runForever(): Promise<void> {
    await new Promise<void>((resolve) => this._begin(resolve))
  }

  /** Ends the run after the current iteration; before a run, lets the next one do a single iteration. */
  stop(): void {
    this.#stopping = true
    if (!this.#awake) this.#wake()
  }

  /** Drops whatever is scheduled, for good. RuntimeError while the loop runs; a second time changes nothing. */
  close(): void {
    if (this.isRunning())
      throw new RuntimeError('Cannot close a running event loop: stop() it and wait for its run')
    if (this.#closed) return
    this.#closed = true
    this._host.disarm()
    this._ready.clear()
    this.#timers.clear()
    // What comes now is seen at once by whoever pushes it: it can only be dropped.
    this.#awake = false
    this.#alert = true
  }

  isRunning(): boolean {
    return this.#ended !== null
  }

  isClosed(): boolean {
    return this.#closed
  }

  /** Called with each error nobody else can be given; null brings the default back. asyncio: `loop.set_exception_handler`. */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && (typeof handler !== 'function' || isCoroutineFunction(handler))) {
      throw new TypeError(
        `Expected an exception handler, a plain function or null, got ${describeValue(handler)}`,
      )
    }
    this.#exceptionHandler = handler
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler
  }

  /** Reports an error nobody awaits; never throws, whatever the handler does. asyncio: `loop.call_exception_handler`. */
  callExceptionHandler(context: ExceptionContext): void {
    const outer = state.context
    try {
      const about = (context.task ?? context.future) as { _context?: Context | Snapshot } | undefined
      // A task's error is handled in the context of the task; a callback's, in that of the callback, which is in force.
      if (about?._context !== undefined) state.context = about._context
      const handler = this.#exceptionHandler
      if (handler === null) this.#reportByDefault(context, 'Exception in default exception handler')
      else this.#reportTo(handler, context)
    } catch (error) {
      sayLastWords('An exception could not be reported', error, context)
    } finally {
      state.context = outer
    }
  }

  #reportTo(handler: ExceptionHandler, context: ExceptionContext): void {
    try {
      handler(this as never as EventLoop, context)
    } catch (error) {
      this.#reportByDefault(
        { message: 'Unhandled error in exception handler', exception: error, context },
        'Exception in default exception handler while handling an unexpected error in custom exception handler',
      )
    }
  }

  /** A subclass may have a handler of its own, which may throw. */
  #reportByDefault(context: ExceptionContext, failure: string): void {
    try {
      this.defaultExceptionHandler(context)
    } catch (error) {
      sayLastWords(failure, error, context)
    }
  }

  /** Prints the message, the rest of the context by name, and the error with its stack. */
  defaultExceptionHandler(context: ExceptionContext): void {
    const lines = [context.message || 'Unhandled exception in event loop']
    for (const key of Object.keys(context).sort()) {
      if (key !== 'message' && key !== 'exception') lines.push(`${key}: ${printed(context[key])}`)
    }
    if ('exception' in context) lines.push(thrownText(context.exception))
    world.console.error(lines.join('\n'))
  }

  /** Debug mode looks for mistakes that are too dear to look for always. asyncio: `loop.set_debug`. */
  setDebug(on: boolean): void {
    this.#debug = on
    this._watch()
  }

  getDebug(): boolean {
    return this.#debug
  }

  // ------------------------------------------------------------------ for the other files of core

  /** @internal Whether it is watched has changed. */
  _watch(): void {
    this.#watched = this.#debug || this._hooks !== null
    this.#alert = true
  }

  /** @internal */
  get _isWatched(): boolean {
    return this.#watched
  }

  /** @internal Puts `runnable` at the end of the queue, and wakes the loop if it sleeps. */
  _push(runnable: Runnable): void {
    this._ready.push(runnable)
    if (!this.#awake) this.#wake()
  }

  /** @internal Lets a sleeping loop look at the errors nobody may have asked for. */
  _noticeFailures(): void {
    if (this._failures.length > 0 && !this.#awake) this.#wake()
  }

  /** @internal */
  _addTimer(timer: HeapEntry): void {
    this.#timers.push(timer)
    this.#stirred = true
    if (!this.#awake) this.#wake()
  }

  /** @internal */
  _timerCancelled(timer: HeapEntry): void {
    this.#timers.noteCancelled(timer)
    this.#stirred = true
    // Outside a job nobody looks at the heap: the host's timer would keep the process alive for nothing.
    if (!this.#awake && this.#armedFor !== Infinity) this.#wake()
  }

  /** @internal */
  _checkOpen(): void {
    if (this.#closed) throw new RuntimeError('Event loop is closed: make a new one, or use run()')
  }

  /** @internal What a loop does when nothing is ready; EventLoop reports what nobody retrieved. */
  _whenIdle(): void {}

  /** @internal Infinity where no timer waits. */
  _nextDue(): number {
    return this.#timers.peek()?._when ?? Infinity
  }

  // ------------------------------------------------------------------ running

  /** @internal Begins a run; `ended` is called when it is over. */
  _begin(ended: () => void): void {
    this._checkMayRun()
    this.#ended = ended
    this.#wake()
  }

  /** @internal */
  _checkMayRun(): void {
    this._checkOpen()
    if (this.isRunning()) throw new RuntimeError('This event loop is already running')
    if (state.loop !== null) {
      throw new RuntimeError(
        'Cannot run the event loop while another loop is running: await it from outside a coroutine',
      )
    }
  }

  #callSoon(what: string, first: Callback | CallOptions, args: unknown[]): Handle {
    this._checkOpen()
    const context = typeof first === 'function' ? undefined : contextIn(first, args, what)
    const callback = (typeof first === 'function' ? first : args.shift()) as Callback
    checkCallback(callback, what)
    const handle = new Handle(this, callback, args, context)
    this._push(handle)
    return handle
  }

  #callAt(when: number, what: string, first: Callback | CallOptions, args: unknown[]): TimerHandle {
    this._checkOpen()
    const context = typeof first === 'function' ? undefined : contextIn(first, args, what)
    const callback = (typeof first === 'function' ? first : args.shift()) as Callback
    checkCallback(callback, what)
    if (state.debugging) noteForeign(this, `${what}() was called`)
    const timer = new TimerHandle(this, when, callback, args, context)
    this._addTimer(timer)
    return timer
  }

  /**
   * @internal Runs `runnable` in a job of its own where the loop sleeps, and then what it makes ready; else puts it at the
   * end of the queue. For callers with nothing below them on the stack.
   */
  _stepSoon(runnable: Runnable): void {
    // Small, so that the compiler can take it and the whole step into the reaction of a promise: what is rare is apart.
    const now = state
    if (this.#alert || now.loop !== null || ++this.#entries % UNWATCHED_ENTRIES === 0) {
      this.#stepApart(runnable)
      return
    }
    const { context } = now
    this.#awake = true
    now.loop = this
    try {
      runnable._run()
    } catch (error) {
      this._contain(error, runnable)
    } finally {
      this.#afterStep(context)
    }
  }

  /** A step has been made in a job of its own: what is there to do now? */
  #afterStep(context: Context | Snapshot): void {
    state.loop = null
    state.context = context
    if (this._ready.length + this._failures.length > 0 || this.#stopping) this.#runJob()
    else if (this.#stirred) this.#sleep()
    else this.#awake = false
  }

  #stepApart(runnable: Runnable): void {
    if (this.#awake || this.#closed || this._host.sharesJobs !== true || state.loop !== null)
      this._push(runnable)
    else {
      this._ready.push(runnable)
      if (this.#watched || !this.#isOverdue()) this.#runJob()
      else this.#breathe()
    }
  }

  /** Asks the host for a job, if the loop runs and none is on its way. */
  #wake(): void {
    if (this.#closed) {
      this.#drop()
      return
    }
    this.#awake = true
    this.#alert = true
    // Promises that settle one another would enter again and again from microtasks: the world has its turn sometimes.
    if (++this.#entries % UNWATCHED_ENTRIES === 0 && this.#isOverdue()) this.#breathe()
    else this._host.enter(this.#job)
  }

  /** Nobody will run what was pushed: who waits outside of the loop is told all the same. */
  #drop(): void {
    const ready = this._ready
    while (ready.length > 0) ready.shift()._whenClosed?.()
    this.#timers.clear()
  }

  #isOverdue(): boolean {
    return this.#entries >= MOST_ENTRIES || this._host.now() - this.#breathed >= BUDGET
  }

  #breathe(): void {
    this.#awake = true
    this.#alert = true
    this.#entries = 0
    this.#breathed = this._host.now()
    this._host.breathe(this.#job)
  }

  /** Invariant: this is the only place where callbacks are called. */
  #iterate(): void {
    const ready = this._ready
    const timers = this.#timers
    if (timers.size > 0) {
      for (let due = timers.popDue(this.#now); due !== undefined; due = timers.popDue(this.#now))
        ready.push(due)
    }
    if (this.#watched) this.#runWatched()
    else this.#runReady(ready.length)
  }

  #runReady(count: number): void {
    const ready = this._ready
    let left = count
    while (left > 0) {
      let running: Runnable | undefined
      try {
        for (; left > 0; ) {
          left--
          running = ready.shift()
          running._run()
        }
      } catch (error) {
        this._contain(error, running)
      }
    }
  }

  /**
   * @internal Whatever a runnable lets through ends here, or the loop would never run again. What it stands for is told, so
   * that nobody waits for it for ever.
   */
  _contain(error: unknown, runnable?: Runnable): void {
    state.task = null
    state.frames = null
    try {
      runnable?._broke?.(error)
    } catch (another) {
      sayLastWords('A task could not be ended', another, undefined)
    }
    this.callExceptionHandler({ message: 'Unhandled exception in event loop', exception: error })
  }

  /** The same under hooks, and in debug mode, which tells of callbacks and steps that keep the thread too long. */
  #runWatched(): void {
    for (let left = this._ready.length; left > 0; left--) {
      const runnable = this._ready.shift()
      try {
        if (state.debugging) this.#runTimed(runnable)
        else this.#runHooked(runnable)
      } catch (error) {
        this._contain(error, runnable)
      }
    }
  }

  #runTimed(runnable: Runnable): void {
    const loop = this as never as EventLoop
    const what = textOf(runnable)
    const began = this._host.now()
    this.#runHooked(runnable)
    const took = this._host.now() - began
    if (took >= loop.slowCallbackDuration) noteSlow(loop, what, took)
  }

  #runHooked(runnable: Runnable): void {
    const hooks = this._hooks
    if (hooks === null || runnable._runHooked === undefined) runnable._run()
    else runnable._runHooked(hooks)
  }

  readonly #job = (): void => {
    if (this.#ended !== null) this.#runJob()
  }

  #runJob(): void {
    this.#awake = true
    this.#alert = true
    const context = state.context
    state.loop = this
    state.debugging = this.#debug
    let more = true
    try {
      more = this.#iterateWithinBudget()
    } catch (error) {
      this._contain(error)
    } finally {
      state.loop = null
      state.debugging = state.debuggers > 0
      state.context = context
    }
    if (this.#stopping) this.#endRun()
    else if (more) this.#breathe()
    else this.#sleep()
  }

  /** True where the budget ended it and more is ready. */
  #iterateWithinBudget(): boolean {
    const ready = this._ready
    // Without a timer the clock is first read once the job has lasted a while: a wake-up from outside is mostly short.
    let began = this.#timers.size > 0 ? this.time() : undefined
    let untilLook = this.#unwatched
    let looked = began ?? 0
    for (let iterations = 1; ; iterations++) {
      this.#iterate()
      if (this.#stopping) return false
      if (ready.length === 0) {
        if (this._failures.length > 0) this._whenIdle()
        const next = this.#timers.peek()
        if (ready.length === 0 && (next === undefined || next._when > this.time())) return false
      } else if (--untilLook > 0) continue
      const now = this.time()
      if (began === undefined) {
        began = now
        looked = now
      }
      if (now - began >= BUDGET || iterations >= MOST_IN_A_JOB) return true
      // As many iterations between two looks as take about an eighth of the budget.
      if (now - looked > BUDGET / 8) this.#unwatched = Math.max(1, this.#unwatched >> 2)
      else if (this.#unwatched < MOST_UNWATCHED) this.#unwatched *= 2
      untilLook = this.#unwatched
      looked = now
    }
  }

  #sleep(): void {
    this.#awake = false
    this.#stirred = false
    this.#alert = this._host.sharesJobs !== true || this.#watched || state.debuggers > 0
    const next = this.#timers.peek()
    if (next === undefined) {
      if (this.#armedFor !== Infinity) this._host.disarm()
      this.#armedFor = Infinity
    } else if (next._when !== this.#armedFor) {
      this.#armedFor = next._when
      this._host.arm(Math.max(0, next._when - this.time()), this.#alarm)
    }
  }

  readonly #alarm = (): void => {
    this.#armedFor = Infinity
    this.#entries = 0
    if (!this.#awake && !this.#closed) this.#runJob()
  }

  #endRun(): void {
    const ended = this.#ended
    this.#ended = null
    this.#stopping = false
    this.#awake = true
    this.#armedFor = Infinity
    this._host.disarm()
    ended?.()
  }
}

/**
 * Begins a run that lasts until `stop()`, without a promise for its end: for whoever drives the loop by a Host of their own.
 * RuntimeError as for `runForever`.
 */
export function beginRun(loop: Scheduler, ended: () => void): void {
  loop._begin(ended)
}

/**
 * Calls `fn` as a callback of `loop` would be called, from code outside any loop: what it starts eagerly runs at once, what
 * it schedules wakes the loop. RuntimeError inside a running loop.
 */
export function callInLoop<A extends unknown[], T>(loop: Scheduler, fn: (...args: A) => T, ...args: A): T {
  if (state.loop !== null) throw new RuntimeError('callInLoop() cannot be called from a running event loop')
  loop._checkOpen()
  const { context } = state
  state.loop = loop
  state.debugging = loop.getDebug()
  try {
    return fn(...args)
  } finally {
    state.loop = null
    state.debugging = state.debuggers > 0
    state.task = null
    state.frames = null
    state.context = context
    loop._noticeFailures()
  }
}

/** Throws what `runForever` would reject with: the loop is closed or running, or another one is. */
export function checkMayRun(loop: Scheduler): void {
  loop._checkMayRun()
}

/** When the earliest timer of `loop` is due, exactly, where a Host is told a rounded delay; Infinity where none waits. */
export function nextDue(loop: Scheduler): number {
  return loop._nextDue()
}

/** The context in the options that stand in front of a callback; without a callback behind them they are none. */
function contextIn(options: unknown, args: readonly unknown[], what: string): Context | undefined {
  if (args.length === 0) checkCallback(options, what)
  checkOptions(options, `${what}()`, CALL_OPTIONS)
  return (options as CallOptions | undefined)?.context
}

/** Throws TypeError for what is no event loop; `what` is the argument. */
export function checkLoop(loop: unknown, what: string): void {
  if (typeof (loop as Partial<Scheduler> | null)?.callSoon !== 'function')
    throw new TypeError(`Expected ${what} to be an event loop, got ${describeValue(loop)}`)
}

function checkHost(host: unknown, what: string): void {
  const { now, enter, breathe, arm, disarm } = (host ?? {}) as Partial<Host>
  if ([now, enter, breathe, arm, disarm].some((method) => typeof method !== 'function'))
    throw new TypeError(
      `Expected ${what} to have now(), enter(), breathe(), arm() and disarm(), got ${describeValue(host)}`,
    )
}

function checkQueue(queue: unknown, what: string): void {
  const { push, shift, clear } = (queue ?? {}) as Partial<Ring<unknown>>
  if (typeof push !== 'function' || typeof shift !== 'function' || typeof clear !== 'function')
    throw new TypeError(`Expected ${what} to be a Ring, got ${describeValue(queue)}`)
}

function checkCallback(callback: unknown, what: string): void {
  if (typeof callback !== 'function') {
    throw new TypeError(`Expected a function as the callback of ${what}(), got ${describeValue(callback)}`)
  }
  if (isCoroutineFunction(callback)) {
    throw new TypeError(
      `Expected a plain function as the callback of ${what}(), got the coroutine function ${nameOf(callback)}: ` +
        'make a task of its coroutine with createTask()',
    )
  }
}

function printed(value: unknown): string {
  return typeof value === 'object' && value !== null ? textOf(value) : describeValue(value)
}

/** Prints what can be said where even the default exception handler has failed. Cannot fail. */
function sayLastWords(what: string, error: unknown, about: unknown): void {
  const message = readSafely(about, 'message')
  const lines = [what, thrownText(error)]
  if (typeof message === 'string' && message !== '') lines.push(`while reporting: ${message}`)
  try {
    world.console.error(lines.join('\n'))
  } catch {
    // A console that is gone: there is nobody left to tell.
  }
}

function thrownText(thrown: unknown): string {
  return thrown === undefined ? 'undefined was thrown' : errorText(thrown)
}
