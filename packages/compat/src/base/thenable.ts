/**
 * Promises, and objects that are like them.
 *
 * An object is a promise if it has a `then`. That may be a getter, and may answer differently the second time, so `then` is
 * read once, as `await` does. What is returned here is a promise of the engine's own, of which nothing more is read.
 */

// What `await` calls, whatever a promise has for a `then` of its own.
const { then } = Promise.prototype

/** Is it a promise of the engine's own, with the engine's own `then`? */
export function isNative<T>(value: PromiseLike<T> | object): value is Promise<T> {
  return value?.constructor === Promise && (value as Promise<unknown>).then === then
}

/** `value` as a promise; null if it has no `then`. A `then` that cannot be read is a rejection. */
export function promiseFor(value: unknown): Promise<unknown> | null {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return null
  try {
    if (isNative(value)) return value
    // With a `then` of its own, which `await` does not look at.
    if (value instanceof Promise && value.constructor === Promise) return then.call(value) as Promise<unknown>
    const own: unknown = (value as { then?: unknown }).then
    if (typeof own !== 'function') return null
    // Its `then` is called in a microtask, once, and what it throws is a rejection.
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
