/**
 * A result that is not there yet, and who wants to hear of it.
 *
 *   pending --setResult--> resolved
 *           --setException--> rejected        the three on the right are final
 *           --cancel--> cancelled
 *
 * Done callbacks never run at once: they go to the loop's queue, in order. Most futures are waited for by
 * one task, so a single callback is stored bare and an array is made from the second on; a waiting task is
 * stored as itself, because it is its own handle. A future is also its own iterator (`yield* future`
 * allocates none): `next()` suspends while it is pending and answers the outcome when it is not.
 */

import { className, nameOf, shorten } from '../base/brief.ts'
import { isCoroutineFunction } from '../base/coroutine-function.ts'
import {
  type CancelledError,
  describeValue,
  InvalidStateError,
  isCancelledError,
  makeCancelledError,
  RuntimeError,
} from '../base/errors.ts'
import {
  BLOCKING,
  CANCELLED,
  NOT_FORWARDED,
  PENDING,
  REJECTED,
  RESOLVED,
  STATUS,
  UNRETRIEVED,
} from '../base/flags.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { readSafely, textOf } from '../base/text.ts'
import { type Context, checkContext, type Snapshot, snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import type { EventLoop } from '../loop/loop.ts'
import { describeCallback, type Runnable } from '../scheduler/handle.ts'
import { checkLoop } from '../scheduler/scheduler.ts'
import { noteCreation, noteForeign } from '../tracing/debug.ts'
import type { External } from '../tracing/external.ts'
import { createdAt } from '../tracing/places.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'
import { noteThrown } from '../tracing/trail.ts'
import { resultForPromise } from './chain.ts'
import type { FailureRecord } from './unretrieved.ts'
import { GONE, remaining, removeWaiters } from './waiters.ts'

declare module '../current/state.ts' {
  interface State {
    /** In whose name something is cancelled, if not in the current task's: a failed child, a canceller of old. */
    canceller: string | undefined
  }
}

/** What reaches the task: a pending future, or a bare `yield` (run me again in the next iteration). */
export type Suspension = Future<unknown> | undefined

/** `__await__`: what `yield*` accepts. Coroutines, futures, tasks and the user's own objects implement it. */
export interface Awaitable<T> {
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
  [Symbol.iterator](): Iterator<Suspension, T, any>
}

/** What awaiting an `A` gives. */
export type AwaitedOf<A> = A extends Awaitable<infer T> ? T : never

export type FutureState = 'pending' | 'running' | 'done' | 'cancelled'

/** Why and by whom; kept small, it is one object for each cancellation that says anything at all. */
export interface CancelNote {
  readonly message: string | undefined
  readonly by: string | undefined
}

/** What a task waits for, as far as the task has to know: a future, or a wait that is none (see arrival.ts). */
export interface Blocker {
  /** @internal */
  _flags: number
  /** @internal */
  readonly _status: number
  /** @internal */
  readonly _kind: string
  cancel(message?: unknown): boolean
  /** What the task is said to wait for, in reports. */
  describe(): string
  /** @internal */
  _takeError(): unknown
  /** @internal */
  _removeWaiter(waiter: Waiter): void
  /** @internal */
  _dependsOn(): Iterable<Future<unknown>>
  /** @internal */
  _short(): string
  /** @internal Of what is not a future: as one of the externals of `loop`, where it is one. */
  _external?(loop: EventLoop): External | null
}

const futureBrand: unique symbol = Symbol.for('acoro.Future') as never

/** Who is told of a future's end, by being put into the ready queue: a task, a done callback, a gather. */
export interface Waiter extends Runnable {
  /** @internal As the repr of a future lists it. */
  readonly _waiterName: string
  /** @internal What it is taken back by, if not by itself. */
  readonly _key?: unknown
}

/** A done callback waiting for its future; when it is called, it is its own handle. */
class DoneCallback implements Waiter {
  readonly fn: (future: never) => unknown
  readonly #future: Future<never>
  readonly #context: Context | Snapshot

  constructor(fn: (future: never) => unknown, future: Future<never>, context: Context | Snapshot) {
    this.fn = fn
    this.#future = future
    this.#context = context
    if (state.debugging) noteCreation(this)
  }

  get _waiterName(): string {
    return describeCallback(this.fn) + createdAt(this)
  }

  get _key(): unknown {
    return this.fn
  }

  _run(): void {
    state.context = this.#context
    try {
      this.fn(this.#future as never)
    } catch (error) {
      this.#future._loop.callExceptionHandler({
        message: `Exception in callback ${describeCallback(this.fn)}`,
        exception: error,
        future: this.#future,
      })
    }
  }
}

/** Native code that awaits a future; it hears of the outcome even if the loop is closed by then. */
class NativeAwaiter implements Waiter {
  readonly #future: Future<unknown>
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: unknown) => void

  constructor(future: Future<unknown>, resolve: (value: unknown) => void, reject: (error: unknown) => void) {
    this.#future = future
    this.#resolve = resolve
    this.#reject = reject
  }

  get _waiterName(): string {
    return 'await'
  }

  _run(): void {
    const future = this.#future
    try {
      this.#resolve(resultForPromise(future))
    } catch (error) {
      this.#reject(error)
    }
  }

  _whenClosed(): void {
    this._run()
  }
}

const CALLBACK_OPTIONS: OptionKinds = { context: checkContext }

/**
 * The outcome of work under way. asyncio: `asyncio.Future`.
 *
 * @example
 * ```ts
 * import { getRunningLoop, run } from '@acoro/core'
 *
 * await run(function* main() {
 *   const loop = getRunningLoop()
 *   const future = loop.createFuture<string>()
 *   loop.callLater(5, () => future.setResult('here'))
 *   return yield* future
 * }) // => 'here'
 * ```
 */
export class Future<T> implements Awaitable<T>, PromiseLike<T> {
  // Declared, and assigned in the constructor: V8 has no fast path for defining the class fields of a base class with
  // more than four subclasses, and a `new` of any of them takes 0.7 µs instead of 15 ns.
  /** @internal */
  declare readonly _loop: EventLoop
  /** @internal */
  declare _flags: number
  /** @internal The result, the error or the CancelNote, by `_status`; of a pending task, the note of a cancel to come. */
  declare _outcome: unknown
  /** @internal */
  declare _waiters: Waiter | Waiter[] | FailureRecord | null

  static {
    Object.defineProperty(Future.prototype, futureBrand, { value: true })
  }

  /** Prefer `loop.createFuture()`. Without a loop it belongs to the running one, or to that of `setEventLoop`; else RuntimeError. */
  constructor(loop?: EventLoop) {
    if (loop === undefined) this._loop = loopInForce()
    else {
      if (typeof loop !== 'object' || loop === null) checkLoop(loop, 'the loop of a future')
      this._loop = loop
    }
    this._flags = 0
    this._outcome = undefined
    this._waiters = null
    if (state.debugging) noteCreation(this)
  }

  /** @internal */
  get _status(): number {
    return this._flags & STATUS
  }

  /** 'running' is a task that is being stepped this moment. */
  get state(): FutureState {
    if (this._status === PENDING) return (this as unknown) === state.task ? 'running' : 'pending'
    return this._status === CANCELLED ? 'cancelled' : 'done'
  }

  done(): boolean {
    return this._status !== PENDING
  }

  cancelled(): boolean {
    return this._status === CANCELLED
  }

  /** Did it end with an error, even with undefined? Asking this is not asking for the error. */
  failed(): boolean {
    return this._status === REJECTED
  }

  getLoop(): EventLoop {
    return this._loop
  }

  /** The result; throws the error it failed with, CancelledError, or InvalidStateError while it is pending. */
  result(): T {
    switch (this._status) {
      case RESOLVED:
        return this._outcome as T
      case PENDING:
        throw new InvalidStateError('Result is not set.')
      default:
        throw this._takeError()
    }
  }

  /**
   * The error it failed with, else undefined; throws CancelledError, or InvalidStateError while it is pending. What was
   * thrown may be undefined: `failed()` tells.
   */
  exception(): unknown {
    switch (this._status) {
      case RESOLVED:
        return undefined
      case REJECTED:
        return this._takeError()
      case CANCELLED:
        throw this._takeError()
      default:
        throw new InvalidStateError('Exception is not set.')
    }
  }

  /**
   * Gives the result. InvalidStateError if there is an outcome already. If its loop is closed and somebody waits in it,
   * RuntimeError: nobody there will hear of it.
   */
  setResult(value: T): void {
    this._checkPending('result')
    const unheard = this._waiters !== null && this._isUnheard
    this._resolve(value)
    if (unheard) this._loop._checkOpen()
  }

  /** Gives the error; a class is instantiated. Throws as `setResult` does. */
  setException(error: unknown): void {
    this._checkPending('exception')
    const unheard = this._waiters !== null && this._isUnheard
    this._reject(
      typeof error === 'function' && error.prototype instanceof Error
        ? new (error as new () => Error)()
        : error,
    )
    if (unheard) this._loop._checkOpen()
  }

  /**
   * Cancels it: the waiting tasks get CancelledError with `message`, whatever it is, as text. False if it is done
   * already.
   */
  cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    this._finish(CANCELLED, cancelNote(message))
    return true
  }

  /** Calls `fn(this)` through the loop once there is an outcome, or in the next iteration if there is one now. */
  addDoneCallback(fn: (future: this) => unknown, options?: { context?: Context | undefined }): void {
    checkDoneCallback(fn)
    if (options !== undefined) checkOptions(options, 'addDoneCallback()', CALLBACK_OPTIONS)
    if (this._status !== PENDING) this._loop._checkOpen()
    this._addWaiter(new DoneCallback(fn as never, this as never, options?.context ?? snapshot()))
  }

  /** Takes `fn` back, as often as it was added; gives how often that was. */
  removeDoneCallback(fn: (future: this) => unknown): number {
    if (this._status !== PENDING || this._waiters === null) return 0
    return this._removeWaiters(fn)
  }

  /** For promise code: `await future`. Counts as asking for the error. */
  // biome-ignore lint/suspicious/noThenProperty: a future is a PromiseLike on purpose.
  then<R = T, E = never>(
    onResult?: ((value: T) => R | PromiseLike<R>) | null,
    onError?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    const promise = new Promise<T>((resolve, reject) => {
      const awaiter = new NativeAwaiter(this, resolve as (value: unknown) => void, reject)
      if (this._status === PENDING) this._addWaiter(awaiter)
      else awaiter._run()
    })
    return promise.then(onResult, onError)
  }

  // ------------------------------------------------------------------ as an awaitable: yield* future

  [Symbol.iterator](): Iterator<Suspension, T, unknown> {
    return this
  }

  /** The future is its own iterator: `yield*` calls this, nobody else needs to. */
  next(sent?: unknown): IteratorResult<Suspension, T> {
    // First: a future may be done before its task was resumed, and a probe must not resume it.
    if (sent === PROBE) return answerProbe(this as Future<unknown>)
    if (this._status !== PENDING) return { done: true, value: this.result() }
    if ((this._flags & BLOCKING) !== 0) {
      this._flags &= ~BLOCKING
      throw new RuntimeError("A future was resumed before it was done: yield* wasn't used with it")
    }
    // Delegation always passes a value on; an iterator made by hand that does not would be resumed by a probe.
    // biome-ignore lint/complexity/noArguments: a rest parameter would allocate at each wait.
    this._flags |= arguments.length === 0 ? BLOCKING | NOT_FORWARDED : BLOCKING
    return { done: false, value: this as Future<unknown> }
  }

  /** As `next`: for `yield*`. */
  throw(error: unknown): IteratorResult<Suspension, T> {
    noteThrown(error, this._label)
    throw error
  }

  /** @internal What failed, where an error alone would not say it. */
  get _label(): string | undefined {
    return undefined
  }

  // ------------------------------------------------------------------ for the other files of core

  /** @internal */
  _resolve(value: unknown): void {
    this._finish(RESOLVED, value)
  }

  /** @internal */
  _reject(error: unknown): void {
    this._flags |= UNRETRIEVED
    this._finish(REJECTED, error)
    this._loop._failures.push(this as Future<unknown>)
  }

  /** @internal Ends it with a cancellation that came as an error. */
  _rejectOrCancel(error: unknown): void {
    if (isCancelledError(error)) {
      this._finish(CANCELLED, error)
    } else this._reject(error)
  }

  /** @internal Invariant: a future settles once, and schedules each of its waiters once, in order. */
  _finish(status: number, outcome: unknown): void {
    const waiters = this._waiters
    this._flags |= status
    this._outcome = outcome
    if (waiters === null) return
    this._waiters = null
    if (!Array.isArray(waiters)) this._loop._push(waiters as Waiter)
    else for (const waiter of waiters) if (waiter !== GONE) this._loop._push(waiter)
  }

  /** @internal */
  _addWaiter(waiter: Waiter): void {
    if (this._status !== PENDING) this._loop._push(waiter)
    else if (this._waiters === null) this._waiters = waiter
    else if (Array.isArray(this._waiters)) this._waiters.push(waiter)
    else this._waiters = [this._waiters as Waiter, waiter]
  }

  /** @internal */
  _removeWaiter(waiter: Waiter): void {
    if (this._status === PENDING) this._removeWaiters(waiter)
  }

  /** @internal Of a pending future: takes off all that are found by `key`, and gives how many there were. */
  _removeWaiters(key: unknown): number {
    const waiters = this._waiters as Waiter | Waiter[] | null
    if (waiters === null) return 0
    const list = Array.isArray(waiters) ? waiters : [waiters]
    const removed = removeWaiters(list, key)
    if (list.length === 0) this._waiters = null
    return removed
  }

  /** @internal Will somebody who waits not hear of the outcome, because the loop is closed? */
  get _isUnheard(): boolean {
    return this._loop.isClosed() && this._waiterList().some((waiter) => !(waiter instanceof NativeAwaiter))
  }

  /** @internal */
  _waiterList(): Waiter[] {
    const waiters = this._status === PENDING ? this._waiters : null
    return waiters === null ? [] : Array.isArray(waiters) ? remaining(waiters) : [waiters as Waiter]
  }

  /** @internal The error of a future that failed or was cancelled; whoever gets it has retrieved it. */
  _takeError(): unknown {
    if (this._status === CANCELLED) return this._makeCancelledError()
    if ((this._flags & UNRETRIEVED) !== 0) {
      this._flags &= ~UNRETRIEVED
      if (this._waiters !== null) this._loop._unretrieved.forget(this as Future<unknown>)
    }
    return this._outcome
  }

  /** @internal A new error for each who waits, so that each has the message. */
  _makeCancelledError(): CancelledError {
    const held = this._outcome as CancelledError | CancelNote | undefined
    if (isCancelledError(held)) {
      // The very error that ended it goes to the first who asks.
      this._outcome = noteOf(held)
      return held
    }
    return makeCancelledError(held?.message, held?.by)
  }

  /** @internal */
  get _kind(): string {
    return 'Future'
  }

  /** @internal */
  _checkPending(what: string): void {
    if (state.debugging) noteForeign(this._loop, `the ${what} of a future was set`)
    if (this._status === PENDING) return
    const outcome =
      this._status === CANCELLED
        ? 'it was cancelled'
        : this._status === RESOLVED
          ? 'it has a result'
          : 'it has an exception'
    throw new InvalidStateError(`Cannot set the ${what} of a future that is done: ${outcome}`)
  }

  /** What whoever awaits it is said to wait for, in reports: `sleep until 50 ms`, `Lock.acquire on db (…)`. */
  describe(): string {
    return 'a future'
  }

  /** @internal The futures on whose end its own depends, as far as it knows: edges of the call graph. */
  _dependsOn(): Iterable<Future<unknown>> {
    return []
  }

  /** As asyncio's repr: class, state, outcome, and what will be called. */
  toString(): string {
    const state = this.state === 'done' ? 'finished' : this.state
    return `<${[`${this._className} ${state}`, ...this._describeOutcome()].join(' ')}${createdAt(this)}>`
  }

  /** @internal */
  get _className(): string {
    return className(this)
  }

  /** @internal As something a task waits for. */
  _short(): string {
    return this.toString()
  }

  /** @internal */
  _describeOutcome(): string[] {
    if (this._status === RESOLVED) return [`result=${shorten(this._outcome)}`]
    if (this._status === REJECTED) return [`exception=${shorten(this._outcome)}`]
    const waiters = this._waiterList().map((waiter) => waiter._waiterName)
    if (waiters.length === 0) return []
    const shown = waiters.length <= 2 ? waiters : [waiters[0], `<${waiters.length - 2} more>`, waiters.at(-1)]
    return [`cb=[${shown.join(', ')}]`]
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

function checkDoneCallback(fn: unknown): void {
  if (typeof fn !== 'function')
    throw new TypeError(`Expected a function as done callback, got ${describeValue(fn)}`)
  if (isCoroutineFunction(fn)) {
    throw new TypeError(
      `Expected a plain function as done callback, got the coroutine function ${nameOf(fn)}: ` +
        'make a task of its coroutine with createTask()',
    )
  }
}

/** Is it a future or a task, of whichever copy of acoro? asyncio: `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return typeof value === 'object' && value !== null && futureBrand in value
}

/** Why and by whom, where there is anything to say. */
export function cancelNote(message: unknown): CancelNote | undefined {
  const by = state.canceller ?? state.task?.name
  if (typeof message === 'string') return { message, by }
  if (message !== undefined && message !== null) return { message: textOf(message), by }
  return by === undefined ? undefined : { message: undefined, by }
}

/** The note behind a cancellation that came as an error. */
function noteOf(error: CancelledError): CancelNote | undefined {
  const message = readSafely(error, 'message') as string
  const cancelledBy = readSafely(error, 'cancelledBy') as string | undefined
  return message === '' && cancelledBy === undefined ? undefined : { message, by: cancelledBy }
}

/** The running loop, else the one of `setEventLoop`. RuntimeError if there is none. */
export function loopInForce(): EventLoop {
  const loop = (state.loop as EventLoop | null) ?? state.defaultLoop
  if (loop === null)
    throw new RuntimeError(
      'no running event loop, and none was set: call it from a coroutine, name the loop, or use setEventLoop()',
    )
  return loop
}
