/**
 * Turns promises into coroutines.
 *
 * A promise cannot be cancelled, and its reactions cannot be taken back. So cancelling ends the wait, and a
 * signal tells the work behind the promise. The code that passes a promise here also passes the duty to
 * handle its rejection. So the promise is subscribed to at the call, not when the coroutine is awaited: if
 * the wait is cancelled before it begins, there is no unhandled rejection. An abandoned subscription holds
 * one small object, the Arrival.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { type ArrivalOptions, describeValue, Operation } from '@acoro/core/lowlevel'
import { abortError } from '../abort/abort-error.ts'
import { arriving, follow } from '../base/follow.ts'
import { isNative, promiseFor } from '../base/thenable.ts'

/** Starts the work when the coroutine is awaited. `signal` is aborted when the wait is cancelled. */
export type PromiseStarter<T> = (signal: AbortSignal) => PromiseLike<T>

/**
 * Awaits a promise, or the promise that a function returns. The function is called when the coroutine is
 * awaited. Cancelling ends the wait at once, aborts the signal of the function, and ignores what the promise
 * does later. TypeError if `source` is neither.
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

/** The options of a wait for a promise without a name. */
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

/** Returns what `starter` returned, as a native promise. TypeError if it is not a promise. */
export function checkPromise<T>(returned: PromiseLike<T>, starter: object): Promise<T> {
  const promise = promiseFor(returned) as Promise<T> | null
  if (promise !== null) return promise
  throw new TypeError(
    `Expected ${describeValue(starter)} to return a promise, got ${describeValue(returned)}`,
  )
}

/** How reports name the promise that `fn` returned. */
export function promiseOfFunction(fn: { readonly name: string }): string {
  return fn.name === '' ? 'a promise' : `the promise of ${fn.name}`
}
