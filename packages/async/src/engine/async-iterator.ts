/**
 * The async iterator of any iterable, as `for await` and `yield*` take it.
 *
 * An iterable without `Symbol.asyncIterator` is iterated synchronously, and each value is awaited.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { nativeThen, rejectedWith, resolved } from './native.ts'

type Result = IteratorResult<unknown, unknown>
type Method = (...args: unknown[]) => unknown

/** Returns the iterator of `iterable`. TypeError if it has none. */
export function asyncIteratorOf(iterable: object): AsyncIterator<unknown, unknown, unknown> {
  const own = (iterable as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] as unknown
  if (own !== undefined && own !== null) {
    return checkObject(Reflect.apply(callable(own, iterable), iterable, []), 'an async iterator') as never
  }
  const inner = (iterable as Partial<Iterable<unknown>>)[Symbol.iterator] as unknown
  return new FromSync(
    checkObject(Reflect.apply(callable(inner, iterable), iterable, []), 'an iterator') as never,
  )
}

export function isAsyncIterable(iterable: object): boolean {
  const own = (iterable as Partial<AsyncIterable<unknown>> | null | undefined)?.[
    Symbol.asyncIterator
  ] as unknown
  return own !== undefined && own !== null
}

/** An iterator whose values are promises, or stand for themselves. */
class FromSync implements AsyncIterator<unknown, unknown, unknown> {
  readonly #iterator: Iterator<unknown, unknown, unknown>
  readonly #next: Method

  constructor(iterator: Iterator<unknown, unknown, unknown>) {
    this.#iterator = iterator
    this.#next = iterator.next as Method
  }

  next(...sent: [] | [unknown]): Promise<Result> {
    try {
      return this.#continue(Reflect.apply(this.#next, this.#iterator, sent), true)
    } catch (error) {
      return rejectedWith(error)
    }
  }

  return(...sent: [] | [unknown]): Promise<Result> {
    try {
      const method = this.#iterator.return as unknown
      if (method === undefined || method === null) return settled({ done: true, value: sent[0] })
      return this.#continue(Reflect.apply(method as Method, this.#iterator, sent), false)
    } catch (error) {
      return rejectedWith(error)
    }
  }

  throw(...sent: [] | [unknown]): Promise<Result> {
    try {
      const method = this.#iterator.throw as unknown
      if (method !== undefined && method !== null) {
        return this.#continue(Reflect.apply(method as Method, this.#iterator, sent), true)
      }
      this.#close()
      throw new TypeError('The iterator does not provide a throw method')
    } catch (error) {
      return rejectedWith(error)
    }
  }

  /** The result, once its value has settled. If that fails, the iterator is closed. */
  #continue(result: unknown, closes: boolean): Promise<Result> {
    const { done: ends, value } = checkObject(result, 'a result of an iterator') as Result
    const done = Boolean(ends)
    let promise: Promise<unknown>
    try {
      promise = resolved(value)
    } catch (error) {
      if (!done && closes) this.#closeQuietly()
      throw error
    }
    const failed = (error: unknown): never => {
      this.#closeQuietly()
      throw error
    }
    return nativeThen.call(
      promise,
      (value) => ({ value, done }),
      done || !closes ? undefined : failed,
    ) as Promise<Result>
  }

  #close(): void {
    const method = this.#iterator.return as unknown
    if (method === undefined || method === null) return
    checkObject(Reflect.apply(method as Method, this.#iterator, []), 'a result of an iterator')
  }

  #closeQuietly(): void {
    try {
      const method = this.#iterator.return as unknown
      if (method !== undefined && method !== null) Reflect.apply(method as Method, this.#iterator, [])
    } catch {
      // The first error counts.
    }
  }
}

function settled(result: Result): Promise<Result> {
  return resolved(result) as Promise<Result>
}

function callable(method: unknown, iterable: unknown): Method {
  if (typeof method === 'function') return method as Method
  throw new TypeError(`${describeValue(iterable)} is not async iterable`)
}

function checkObject(value: unknown, what: string): object {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return value
  throw new TypeError(`Expected ${what}, got ${describeValue(value)}: it is not an object`)
}
