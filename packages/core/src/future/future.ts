/**
 * The future that users hold: a result that is not there yet.
 *
 * settling.ts has how it settles and how its waiters are woken. Done callbacks never run at once: they go to
 * the loop's queue, in order. A future is its own iterator, so `yield* future` allocates none. `next()`
 * suspends while the future is pending, and returns the outcome once it is done.
 */

import type { EventLoop } from '../base/above.ts'
import { shorten } from '../base/brief.ts'
import { InvalidStateError, RuntimeError } from '../base/errors.ts'
import { BLOCKING, CANCELLED, NOT_FORWARDED, PENDING, REJECTED, RESOLVED } from '../base/flags.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { type Context, checkContext, snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import { noteForeign } from '../tracing/debug.ts'
import { createdAt } from '../tracing/places.ts'
import { answerProbe, PROBE } from '../tracing/probe.ts'
import { noteThrown } from '../tracing/trail.ts'
import { cancelNote } from './cancel-note.ts'
import { checkDoneCallback, DoneCallback, NativeAwaiter } from './done-callback.ts'
import { Settling } from './settling.ts'

/**
 * What reaches the task: a pending future, or undefined for a bare `yield` (run me again in the next
 * iteration).
 */
export type Suspension = Future<unknown> | undefined

/** `__await__`: what `yield*` accepts. Coroutines, futures, tasks and the user's own objects implement it. */
export interface Awaitable<T> {
  // biome-ignore lint/suspicious/noExplicitAny: what is sent in is the driver's business, as in Generator.
  [Symbol.iterator](): Iterator<Suspension, T, any>
  /**
   * Lists, texts and sets can be iterated, too: they are no awaitables, even of tasks. `gather` awaits a
   * list.
   */
  readonly length?: never
  readonly size?: never
}

/** The type that awaiting an `A` returns. */
export type AwaitedOf<A> = A extends Awaitable<infer T> ? T : never

export type FutureState = 'pending' | 'running' | 'done' | 'cancelled'

const futureBrand: unique symbol = Symbol.for('acoro.Future') as never

/** `next()` was called without a value to pass on, and no task has taken the suspension. */
const UNTAKEN = BLOCKING | NOT_FORWARDED

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
export class Future<T> extends Settling implements Awaitable<T>, PromiseLike<T> {
  static {
    Object.defineProperty(Future.prototype, futureBrand, { value: true })
    Object.defineProperty(Future.prototype, '~acoro', { value: 'future' })
  }

  /** For tools: what kind of awaitable it is. A task is a future, too. */
  declare readonly '~acoro': 'future' | 'task'

  /**
   * Prefer `loop.createFuture()`. Without a loop the future belongs to the running loop, else to the one of
   * `setEventLoop`. RuntimeError if there is neither.
   */
  constructor(loop?: EventLoop) {
    super(loop)
  }

  /** 'running' is a task that is being stepped now. */
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

  /** Did it end with an error, even with undefined? This does not count as retrieving the error. */
  failed(): boolean {
    return this._status === REJECTED
  }

  getLoop(): EventLoop {
    return this._loop as EventLoop
  }

  /**
   * The result. Throws the error it failed with, CancelledError, or InvalidStateError while it is pending.
   */
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
   * The error it failed with, else undefined. Throws CancelledError, or InvalidStateError while it is
   * pending. The error itself may be undefined: `failed()` tells.
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
   * Sets the result. InvalidStateError if there is an outcome already. RuntimeError if the loop is closed and
   * a waiter in it will never receive the outcome.
   */
  setResult(value: T): void {
    this._checkPending('result')
    const unheard = this._waiters !== null && this._isUnheard
    this._resolve(value)
    if (unheard) this._loop._checkOpen()
  }

  /** Sets the error; a class is instantiated. Throws as `setResult` does. */
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
   * Cancels it: the waiting tasks receive CancelledError with `message` as text. Returns false if it is done
   * already.
   */
  cancel(message?: unknown): boolean {
    if (this._status !== PENDING) return false
    this._finish(CANCELLED, cancelNote(message))
    return true
  }

  /**
   * Calls `fn(this)` through the loop once there is an outcome, or in the next iteration if there is one now.
   */
  addDoneCallback(fn: (future: this) => unknown, options?: { context?: Context | undefined }): void {
    checkDoneCallback(fn)
    if (options !== undefined) checkOptions(options, 'addDoneCallback()', CALLBACK_OPTIONS)
    if (this._status !== PENDING) this._loop._checkOpen()
    this._addWaiter(new DoneCallback(fn as never, this as never, options?.context ?? snapshot()))
  }

  /** Removes `fn`, as often as it was added. Returns how often that was. */
  removeDoneCallback(fn: (future: this) => unknown): number {
    if (this._status !== PENDING || this._waiters === null) return 0
    return this._removeWaiters(fn)
  }

  /** @internal See `onEnd`. */
  _onEnd(fn: () => void): () => void {
    this.addDoneCallback(fn)
    return () => void this.removeDoneCallback(fn)
  }

  /** For promise code: `await future`. Counts as retrieving the error. */
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

  [Symbol.iterator](): Iterator<Suspension, T, unknown> {
    return this
  }

  /** The future is its own iterator. `yield*` calls this; other code does not need to. */
  next(sent?: unknown): IteratorResult<Suspension, T> {
    // First: a future may be done before its task was resumed, and a probe must not resume it.
    if (sent === PROBE) return answerProbe(this as Future<unknown>)
    if (this._status !== PENDING) return { done: true, value: this.result() }
    if ((this._flags & BLOCKING) !== 0) {
      this._flags &= ~BLOCKING
      throw new RuntimeError("A future was resumed before it was done: yield* wasn't used with it")
    }
    // Delegation always passes a value on. An iterator made by hand that does not would be resumed by a
    // probe.
    // biome-ignore lint/complexity/noArguments: a rest parameter would allocate at each wait.
    this._flags |= arguments.length === 0 ? UNTAKEN : BLOCKING
    return { done: false, value: this as Future<unknown> }
  }

  /** As `next`: for `yield*`. */
  throw(error: unknown): IteratorResult<Suspension, T> {
    noteThrown(error, this._label)
    throw error
  }

  /**
   * @internal The coroutine that waits is closed. `const [a] = future` calls it, too: after a `next()` that
   * passed nothing on, and before any task has taken the wait.
   */
  return(value?: T): IteratorReturnResult<T> {
    if ((this._flags & UNTAKEN) === UNTAKEN) {
      this._flags &= ~UNTAKEN
      throw new TypeError(`Cannot iterate over ${this._iterated}: yield* it`)
    }
    return { done: true, value: value as T }
  }

  /** @internal Its name if it is iterated, which is a mistake. */
  get _iterated(): string {
    return this.describe()
  }

  /** @internal Names what failed, if the error alone would not tell. */
  get _label(): string | undefined {
    return undefined
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

  /** What a waiting task is said to wait for, in reports: `sleep until 50 ms`, `Lock.acquire on db (…)`. */
  describe(): string {
    return 'a future'
  }

  /** @internal The futures on whose end its own depends, as far as it knows: edges of the call graph. */
  _dependsOn(): Iterable<Future<unknown>> {
    return []
  }

  /** As asyncio's repr: class, state, outcome, and what will be called. */
  override toString(): string {
    const state = this.state === 'done' ? 'finished' : this.state
    return `<${[`${this._className} ${state}`, ...this._describeOutcome()].join(' ')}${createdAt(this)}>`
  }

  /** @internal As the object a task waits for. */
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

/** Is it a future or a task, of any copy of acoro? asyncio: `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return typeof value === 'object' && value !== null && futureBrand in value
}
