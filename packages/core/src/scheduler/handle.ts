/**
 * A callback that waits in a loop's queue, and the right to cancel it.
 *
 * Every entry of the ready queue is Runnable. Handles are, but also tasks and done callbacks themselves, so
 * that nothing is allocated to schedule them.
 */

import { className, nameOf, shorten } from '../base/brief.ts'
import { inspect } from '../base/inspect.ts'
import type { Timer } from '../base/timer-heap.ts'
import { type Context, contextOf, type Snapshot, snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import { creationOf, noteCreation } from '../tracing/debug.ts'
import type { TaskHooks } from '../tracing/hooks.ts'
import { createdAt } from '../tracing/places.ts'

/** The loop of a handle, as far as the handle needs it. */
interface HandleLoop {
  getDebug(): boolean
  callExceptionHandler(context: { message: string; exception: unknown; handle: Handle }): void
  /** @internal */
  _timerCancelled(timer: Timer & Runnable): void
}

export interface Runnable {
  /** Called once for each time it was scheduled. Must not throw. */
  _run(): void
  /** Called instead of `_run` if the loop is closed. Only waiters outside of the loop have it. */
  _whenClosed?(): void
  /** `_run` threw all the same, because of a value that no code can inspect. Ends its task with the error. */
  _broke?(error: unknown): void
  /** Called instead of `_run` in a loop with hooks. Only steps of tasks have it. */
  _runHooked?(hooks: TaskHooks): void
}

/** An entry of the heap of timers. */
export type HeapEntry = Timer & Runnable

// biome-ignore lint/suspicious/noExplicitAny: a callback takes whatever arguments it was scheduled with.
export type Callback = (...args: any[]) => unknown

/** Shared, because most callbacks have no arguments. */
const NO_ARGS: readonly unknown[] = []

/** Returned by `callSoon`. asyncio: `asyncio.Handle`. */
export class Handle implements Runnable {
  /** @internal */
  _callback: Callback | null
  /** @internal */
  _args: readonly unknown[]
  /** @internal */
  readonly _loop: HandleLoop
  #context: Context | Snapshot
  #cancelled = false

  /** @internal */
  constructor(loop: HandleLoop, callback: Callback, args: readonly unknown[], context?: Context) {
    this._loop = loop
    this._callback = callback
    this._args = args.length === 0 ? NO_ARGS : args
    this.#context = context ?? snapshot()
    if (state.debugging) noteCreation(this)
  }

  /** Cancels the call: the callback will not run. Calling it again, or too late, changes nothing. */
  cancel(): void {
    this.#cancelled = true
    this._callback = null
    this._args = NO_ARGS
  }

  cancelled(): boolean {
    return this.#cancelled
  }

  /** The context the callback runs in: the one it was given, else a copy of the one it was scheduled in. */
  getContext(): Context {
    const context = contextOf(this.#context)
    this.#context = context
    return context
  }

  /** For the loop alone. */
  _run(): void {
    const callback = this._callback
    if (callback === null) return
    state.context = this.#context
    try {
      if (this._args === NO_ARGS) callback()
      else callback(...this._args)
    } catch (error) {
      this._loop.callExceptionHandler({
        message: `Exception in callback ${this._describe(callback)}`,
        exception: error,
        handle: this,
        ...traceback('handleTraceback', this),
      })
    }
  }

  toString(): string {
    const what = this._callback === null ? '' : ` ${this._describe(this._callback)}`
    return `<${className(this)}${this.#cancelled ? ' cancelled' : ''}${this._describeTime()}${what}${createdAt(this)}>`
  }

  /** @internal */
  _describe(callback: Callback): string {
    return describeCallback(callback, this._loop.getDebug() ? this._args : [])
  }

  /** @internal */
  _describeTime(): string {
    return ''
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

/** Returned by `callLater` and `callAt`. asyncio: `asyncio.TimerHandle`. */
export class TimerHandle extends Handle implements Timer {
  /** @internal */
  readonly _when: number
  /** @internal */
  _sequence = -1

  /** @internal */
  constructor(
    loop: HandleLoop,
    when: number,
    callback: Callback,
    args: readonly unknown[],
    context?: Context,
  ) {
    super(loop, callback, args, context)
    this._when = when
  }

  /** When it is due, in ms on the loop's clock. */
  when(): number {
    return this._when
  }

  override cancel(): void {
    const live = this._isLive()
    super.cancel()
    if (live) this._loop._timerCancelled(this)
  }

  /** @internal */
  _isLive(): boolean {
    return this._callback !== null
  }

  /** @internal */
  override _describeTime(): string {
    return ` when=${this._when}`
  }
}

/** A key of an exception context, if debug mode knows where `thing` was made. */
export function traceback(key: 'handleTraceback' | 'sourceTraceback', thing: object): Record<string, string> {
  const created = creationOf(thing)
  return created === undefined ? {} : { [key]: created }
}

/** The text for a callback: its name, and in debug mode its arguments in short, as in asyncio. */
export function describeCallback(callback: Callback, args: readonly unknown[] = []): string {
  return `${nameOf(callback) || '<anonymous>'}(${args.map(shorten).join(', ')})`
}
