/**
 * Promises into coroutines.
 *
 * A promise cannot be cancelled and its reactions cannot be taken back, so cancelling ends the wait, not the
 * promise: the work behind it has to be told by a signal. Assumption: whoever hands a promise over hands over its
 * rejection, too. So it is subscribed to at the call, not when it is awaited: a wait that is cancelled before it
 * began leaves no unhandled rejection behind. What an abandoned subscription still holds is one small object (Arrival).
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { type ArrivalOptions, describeValue, Operation } from '@acoro/core/lowlevel'
import { abortError } from '../abort/abort-error.ts'
import { arriving, follow } from '../base/follow.ts'
import { isNative, promiseFor } from '../base/thenable.ts'

/** Starts the work when it is awaited; `signal` is aborted when the wait is cancelled. */
export type PromiseStarter<T> = (signal: AbortSignal) => PromiseLike<T>

/**
 * Awaits a promise, or the one a function gives when it is awaited. Cancelling ends the wait at once, aborts the
 * signal the function was given and ignores what the promise does later. TypeError for what is neither.
 *
 * @example
 * ```ts
 * import { run, timeout } from '@acoro/core'
 *
 * await run(fromPromise(Promise.resolve(42))) // => 42
 *
 * let seen: AbortSignal | undefined
 * const never = (signal: AbortSignal) => new Promise<never>(() => { seen = signal })
 * await run(function* main() {
 *   yield* timeout(10, fromPromise(never))
 * }) // throws TimeoutError
 * seen?.aborted // => true
 * ```
 */
export function fromPromise<T>(source: PromiseLike<T> | PromiseStarter<T>): Coroutine<T> {
  if (isNative<T>(source)) return follow<T>(source, A_PROMISE).wait(fromPromise)
  const promise = promiseFor(source) as Promise<T> | null
  if (promise !== null) return follow<T>(promise, A_PROMISE).wait(fromPromise)
  if (typeof source === 'function') return new StartedPromise<T>(source)
  throw new TypeError(
    `Expected a promise, or a function that gives one, got ${describeValue(source)}${hint(source)}`,
  )
}

/** What waits for a promise that nobody has named. */
export const A_PROMISE: ArrivalOptions = arriving('a promise')

function hint(value: unknown): string {
  const iterable = typeof value === 'object' && value !== null && Symbol.iterator in value
  return iterable && !Array.isArray(value)
    ? ': await a coroutine with `yield*`, it needs no fromPromise()'
    : ''
}

class StartedPromise<T> extends Operation<T> {
  readonly #starter: PromiseStarter<T>

  constructor(starter: PromiseStarter<T>) {
    super(fromPromise)
    this.#starter = starter
  }

  start(): Iterator<Suspension, T, unknown> {
    const controller = new AbortController()
    const promise = checkPromise(this.#starter(controller.signal), this.#starter)
    const options = arriving(promiseOfFunction(this.#starter), (...thrown) =>
      controller.abort(abortError(...thrown)),
    )
    return follow(promise, options).wait(fromPromise)[Symbol.iterator]()
  }
}

/** The promise that `starter` returned; TypeError if it is none. */
export function checkPromise<T>(returned: PromiseLike<T>, starter: object): Promise<T> {
  const promise = promiseFor(returned) as Promise<T> | null
  if (promise !== null) return promise
  throw new TypeError(
    `Expected ${describeValue(starter)} to return a promise, got ${describeValue(returned)}`,
  )
}

/** What is waited for, for reports. */
export function promiseOfFunction(fn: { readonly name: string }): string {
  return fn.name === '' ? 'a promise' : `the promise of ${fn.name}`
}
