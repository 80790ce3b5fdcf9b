/**
 * Recognises promises, and objects that behave like promises.
 *
 * An object is a promise if it has a method `then`, and is no coroutine. That method may be a getter with a
 * different answer each time, so `then` is read once, as `await` does. The result is a native promise.
 */

import { isCoroutine } from '@acoro/core'

// `await` calls this on a native promise, even if the promise has a `then` of its own.
const { then } = Promise.prototype

/** Is it a native promise without a `then` of its own? */
export function isNative<T>(value: PromiseLike<T> | object): value is Promise<T> {
  return value?.constructor === Promise && (value as Promise<unknown>).then === then
}

/**
 * Returns `value` as a native promise, or null if it has no `then`. If reading `then` throws, the promise is
 * rejected.
 */
export function promiseFor(value: unknown): Promise<unknown> | null {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return null
  try {
    if (isNative(value)) return value
    // It has a `then` of its own, which `await` ignores.
    if (value instanceof Promise && value.constructor === Promise) return then.call(value) as Promise<unknown>
    // Its `then` only says that it is no promise.
    if (isCoroutine(value)) return null
    const own: unknown = (value as { then?: unknown }).then
    if (typeof own !== 'function') return null
    // `then` is called once, in a microtask. If it throws, the promise is rejected.
    return Promise.resolve(new ReadOnce(value, own as Then))
  } catch (error) {
    return Promise.reject(error)
  }
}

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown

class ReadOnce {
  readonly #value: object
  readonly #then: Then

  constructor(value: object, own: Then) {
    this.#value = value
    this.#then = own
  }

  // biome-ignore lint/suspicious/noThenProperty: it stands in for a thenable.
  then(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
    this.#then.call(this.#value, resolve, reject)
  }
}
