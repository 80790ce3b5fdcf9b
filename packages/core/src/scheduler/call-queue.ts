/**
 * The calls that a loop has to make: a ready queue, and a heap of timers on (when, sequence).
 *
 * The queue is always first in, first out. Timers of equal times run in the order in which they were made. A
 * push wakes the loop if it sleeps.
 */

import { checkMilliseconds, RuntimeError } from '../base/errors.ts'
import { Ring } from '../base/ring.ts'
import { TimerHeap } from '../base/timer-heap.ts'
import { DefaultHost, type Host, world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { noteForeign } from '../tracing/debug.ts'
import { type CallOptions, checkCallback, checkLoopOptions, contextIn, type LoopOptions } from './check.ts'
import { ClockGaps, SHORT } from './clock-gaps.ts'
import { ExceptionReporter } from './exception-handling.ts'
import { type Callback, Handle, type HeapEntry, type Runnable, TimerHandle } from './handle.ts'

/** The most ms between `_origin` and the clock. */
const FARTHEST = 2 ** 30

export abstract class CallQueue extends ExceptionReporter {
  /** @internal */
  readonly _ready: Ring<Runnable>
  /** @internal */
  readonly _timers: TimerHeap<HeapEntry>
  /** @internal */
  readonly _host: Host
  /** @internal Failed futures whose error was not retrieved yet; checked when nothing is ready. */
  _failures: object[] = []
  /** @internal The loop needs no wake-up: it is about to look at its queue, or does not run. */
  _awake = true
  /** @internal A timer was added or cancelled since the loop last slept. */
  _stirred = false
  /** @internal When the host's timer fires; Infinity if it is not armed. */
  _armedFor = Infinity
  /** @internal The clock as it was last read. It starts as a fraction: see current/living.ts. */
  _now: number = Number.MIN_VALUE
  /** @internal `_now` in whole ms since `_origin`. Tasks that begin to wait note it: see clock-gaps.ts. */
  _stamp = 0
  /** @internal Moves on before `_stamp` would need more than 31 bits. It starts as a fraction, too. */
  _origin: number = Number.MIN_VALUE
  /** @internal Null as long as there is none. */
  _gaps: ClockGaps | null = null
  /** @internal How often the loop was entered from outside. Begins anew each time the world had its turn. */
  _entries = 0
  /**
   * @internal What that was when the clock was last read; less, if a step has run since then in another way.
   */
  _entriesRead = 0
  /** @internal Tasks are stepped without an entry (parking/driven-task.ts). */
  _drives = false
  /** @internal */
  _closed = false

  constructor(options?: LoopOptions) {
    super()
    checkLoopOptions(options)
    this._host = options?.host ?? new DefaultHost()
    this._ready = options?.ready ?? new Ring()
    this._timers = options?.timers ?? new TimerHeap<HeapEntry>()
  }

  abstract getDebug(): boolean

  /** @internal Lets a sleeping loop look at its queue. */
  abstract _wake(): void

  /** The loop's clock in ms: monotonic, from an arbitrary start. asyncio: `loop.time`. */
  time(): number {
    const now = this._host.now()
    if (now - this._now > SHORT) this._noteGap(now, true)
    this._now = now
    this._stamp = (now - this._origin) | 0
    this._entriesRead = this._entries
    return now
  }

  /** @internal The clock was not read for a while; `ran`: steps may have run meanwhile. */
  _noteGap(now: number, ran: boolean): void {
    if (now - this._origin > FARTHEST) this._moveOrigin(now)
    if (!ran) return
    this._gaps ??= new ClockGaps()
    this._gaps.add(this._now, now)
  }

  /** @internal Notes made with `_stamp` count from another origin from now on. */
  abstract _moveOrigin(now: number): void

  /** The date in ms since 1970, for calendars and HTTP dates. It jumps when somebody sets it. */
  wallTime(): number {
    return this._host.wallTime?.() ?? world.Date.now()
  }

  /**
   * Calls `callback` in the next iteration, after everything that was scheduled before it. It runs in a copy
   * of the current context, or in the context of the options, which may stand in front.
   * asyncio: `loop.call_soon`.
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
   * Calls `callback` in `delay` ms; in the next iteration if that is 0 or less. Options as for `callSoon`.
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

  isClosed(): boolean {
    return this._closed
  }

  /** @internal Puts `runnable` at the end of the queue, and wakes the loop if it sleeps. */
  _push(runnable: Runnable): void {
    this._ready.push(runnable)
    if (!this._awake) this._wake()
  }

  /** @internal Wakes a sleeping loop if there are errors that may never be retrieved. */
  _noticeFailures(): void {
    if (this._failures.length > 0 && !this._awake) this._wake()
  }

  /** @internal */
  _addTimer(timer: HeapEntry): void {
    this._timers.push(timer)
    this._stirred = true
    if (!this._awake) this._wake()
  }

  /** @internal */
  _timerCancelled(timer: HeapEntry): void {
    this._timers.noteCancelled(timer)
    this._stirred = true
    // Outside a job the heap is not looked at: the host's timer would keep the process alive for nothing.
    if (!this._awake && this._armedFor !== Infinity) this._wake()
  }

  /** @internal */
  _checkOpen(): void {
    if (this._closed) throw new RuntimeError('Event loop is closed: make a new one, or use run()')
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
}
