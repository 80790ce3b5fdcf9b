/**
 * Turns coroutines into promises.
 *
 * A promise cannot be cancelled, so cancelling goes through an AbortSignal, as usual in promise code. The
 * promise settles only after the cancelled coroutine has cleaned up: all its `finally` blocks have run by
 * then.
 */

import { type Awaitable, type EventLoop, type Future, isAwaitable, isFuture } from '@acoro/core'
import { checkOptions, coroutineOf, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkSignal, onAbort, whyAborted } from '../abort/on-abort.ts'
import { checkLoop, loopFor } from '../base/loop-for.ts'
import { promiseOf } from '../base/promise-of.ts'

export interface ToPromiseOptions {
  /** Aborting it cancels the work. */
  signal?: AbortSignal | undefined
  /** The loop to run on. By default the running one, or the background loop if none runs. */
  loop?: EventLoop | undefined
}

const KINDS: OptionKinds = { signal: checkSignal, loop: checkLoop }

/**
 * Starts an awaitable as a task and returns a promise of its result. Aborting `signal` cancels the task,
 * waits until it has cleaned up, and rejects with the reason of the signal. TypeError if `awaitable` is not
 * awaitable. RangeError if it is a future of another loop than `loop`.
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
