/**
 * Waiting for time to pass. The future of a sleep is its own timer: each sleep is one object in the heap.
 */

import { checkMilliseconds } from '../base/errors.ts'
import { PENDING } from '../base/flags.ts'
import type { Timer } from '../base/timer-heap.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { Operation } from '../coroutine/operation.ts'
import { Pause } from '../coroutine/pause.ts'
import { Future, type Suspension } from '../future/future.ts'
import type { EventLoop } from '../loop/loop.ts'
import type { Runnable } from '../scheduler/handle.ts'
import { getRunningLoop } from '../task/current-task.ts'

/** Resolves when the loop's clock shows `when`. */
export class SleepFuture<T> extends Future<T> implements Timer, Runnable {
  /** @internal */
  readonly _when: number
  /** @internal */
  _sequence = -1
  readonly #value: T

  constructor(loop: EventLoop, when: number, value: T) {
    super(loop)
    this._when = when
    this.#value = value
    loop._addTimer(this)
  }

  override cancel(message?: unknown): boolean {
    const cancelled = super.cancel(message)
    if (cancelled) this._loop._timerCancelled(this)
    return cancelled
  }

  /** @internal */
  override get _className(): string {
    return 'Future'
  }

  /** Names the wait, for reports. */
  override describe(): string {
    return `sleep until ${Number(this._when.toFixed(1))} ms`
  }

  /** @internal */
  override return(value?: T): IteratorReturnResult<T> {
    this.cancel()
    return super.return(value)
  }

  /** @internal */
  override get _iterated(): string {
    return 'sleep()'
  }

  /** @internal */
  _isLive(): boolean {
    return this._status === PENDING
  }

  /** Called by the loop when it is due. */
  _run(): void {
    if (this._status === PENDING) this._resolve(this.#value)
  }
}

class Sleep<T> extends Operation<T> {
  readonly #delay: number
  readonly #value: T

  constructor(delay: number, value: T) {
    super(sleep)
    this.#delay = delay
    this.#value = value
  }

  start(): Iterator<Suspension, T, unknown> {
    const loop = getRunningLoop()
    return new SleepFuture(loop, loop.time() + this.#delay, this.#value)
  }
}

/**
 * Waits `ms` milliseconds, then returns `value`. With 0 or less, it lets every other ready task run once.
 * RangeError for NaN. Cancelling it removes the timer. asyncio: `asyncio.sleep` (in seconds there).
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * await run(sleep(10, 'rested')) // => 'rested'
 * ```
 */
export function sleep(ms: number): Coroutine<void>
export function sleep<T>(ms: number, value: T): Coroutine<T>
export function sleep<T>(ms: number, value?: T): Coroutine<T | undefined> {
  checkMilliseconds(ms, 'a delay')
  return ms > 0 ? new Sleep(ms, value) : new Pause(sleep, value)
}
