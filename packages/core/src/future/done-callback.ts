/**
 * Callbacks and promises that wait for a future.
 *
 * Each is its own handle when it is called, so settling a future allocates nothing. Callbacks run in the
 * context they were added with, and their errors go to the loop's exception handler.
 */

import { nameOf } from '../base/brief.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import type { Context, Snapshot } from '../current/context.ts'
import { state } from '../current/state.ts'
import { describeCallback } from '../scheduler/handle.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { noteCreation } from '../tracing/debug.ts'
import { createdAt } from '../tracing/places.ts'
import { resultForPromise, type Settled } from './chain.ts'
import type { Waiter } from './waiters.ts'

/** A future, with what its callbacks need. */
interface Waited {
  /** @internal */
  readonly _loop: Scheduler
}

/** A done callback that waits for its future. It is its own handle when it is called. */
export class DoneCallback implements Waiter {
  readonly fn: (future: never) => unknown
  readonly #future: Waited
  readonly #context: Context | Snapshot

  constructor(fn: (future: never) => unknown, future: Waited, context: Context | Snapshot) {
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

/** Promise code that awaits a future. It receives the outcome even if the loop is closed by then. */
export class NativeAwaiter implements Waiter {
  readonly #future: Settled
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: unknown) => void

  constructor(future: Settled, resolve: (value: unknown) => void, reject: (error: unknown) => void) {
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

export function checkDoneCallback(fn: unknown): void {
  if (typeof fn !== 'function')
    throw new TypeError(`Expected a function as done callback, got ${describeValue(fn)}`)
  if (makesCoroutines(fn)) {
    throw new TypeError(
      `Expected a plain function as done callback, got the coroutine function ${nameOf(fn)}: ` +
        'make a task of its coroutine with createTask()',
    )
  }
}
