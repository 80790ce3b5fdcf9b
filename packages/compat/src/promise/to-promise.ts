/**
 * Coroutines into promises.
 *
 * A promise starts its work and has no way back, so the way back is the promise world's own: an AbortSignal. The
 * promise settles only after the cancelled coroutine has cleaned up; whoever awaits it may then rely on every
 * `finally` being done.
 */

import { type Awaitable, type EventLoop, type Future, isAwaitable, isFuture } from '@acoro/core'
import { checkOptions, coroutineOf, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkSignal, onAbort, whyAborted } from '../abort/on-abort.ts'
import { checkLoop, loopFor } from '../base/loop-for.ts'
import { promiseOf } from '../base/promise-of.ts'

export interface ToPromiseOptions {
  /** Aborting it cancels the work. */
  signal?: AbortSignal | undefined
  /** Where it runs; the running loop unless given, and a shared one in the background where none runs. */
  loop?: EventLoop | undefined
}

const KINDS: OptionKinds = { signal: checkSignal, loop: checkLoop }

/**
 * Starts an awaitable as a task and gives a promise of its result. Aborting `signal` cancels the task, waits until it
 * has cleaned up, and rejects with the signal's reason. TypeError for what is no awaitable, RangeError for a future
 * of another loop than the one named.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * await toPromise(sleep(10, 'rested')) // => 'rested'
 *
 * const controller = new AbortController()
 * const promise = toPromise(sleep(1000), { signal: controller.signal })
 * controller.abort()
 * await promise // throws AbortError
 * ```
 */
export function toPromise<T>(awaitable: Awaitable<T>, options: ToPromiseOptions = {}): Promise<T> {
  checkOptions(options, 'toPromise()', KINDS)
  const { signal } = options
  const future = start(awaitable, options.loop)
  return signal === undefined ? promiseOf(future) : abortable(future, signal)
}

function start<T>(awaitable: Awaitable<T>, named: EventLoop | undefined): Future<T> {
  if (!isAwaitable(awaitable)) {
    const hint = typeof awaitable === 'function' ? ': call it' : ''
    throw new TypeError(
      `Expected a coroutine, a future or another awaitable, got ${describeValue(awaitable)}${hint}`,
    )
  }
  if (!isFuture(awaitable)) return loopFor(named).createTask(coroutineOf(awaitable))
  const future = awaitable as Future<T>
  if (named !== undefined && loopFor(named) !== future.getLoop()) {
    throw new RangeError('The future belongs to a different loop than the one named')
  }
  return future
}

function abortable<T>(future: Future<T>, signal: AbortSignal): Promise<T> {
  let aborted = false
  const release = onAbort(signal, () => {
    aborted = future.cancel(whyAborted(signal.reason))
  })
  return promiseOf(future).then(
    (value) => {
      release()
      return value
    },
    (error) => {
      release()
      throw aborted && future.cancelled() ? signal.reason : error
    },
  )
}
