/**
 * `yield*` in an async generator.
 *
 * The compiled generator delegates to this iterator with a `yield*` of its own. Each call of the inner
 * iterator is awaited before its result counts, so the iterator first answers with an Await, and then with
 * what that has brought.
 */

import { describeValue, PROBE } from '@acoro/core/lowlevel'
import { Await, Delegated, sending } from './await.ts'
import { noteStack } from './place.ts'

// What it waits for.
const NOTHING = 0
const RESULT = 1
/** The result of `return()`: if that is the last one, the generator returns. */
const RETURNED = 2
/** The result of `return()`, for want of a `throw()`. */
const CLOSED = 3
/** The value to return, for want of a `return()`. */
const VALUE = 4

type Result = IteratorResult<unknown, unknown>

class Delegate implements Iterator<unknown, unknown, unknown> {
  readonly #iterator: AsyncIterator<unknown, unknown, unknown>
  readonly #next: unknown
  #waiting: number = NOTHING
  #suspension: Result = { done: true, value: undefined }

  constructor(iterator: AsyncIterator<unknown, unknown, unknown>) {
    this.#iterator = iterator
    this.#next = iterator.next
  }

  [Symbol.iterator](): this {
    return this
  }

  next(value?: unknown): Result {
    if (value === PROBE) {
      noteStack(Delegate.prototype.next)
      return this.#suspension
    }
    const waiting = this.#waiting
    if (waiting === NOTHING) return this.#ask(this.#next, value, RESULT)
    this.#waiting = NOTHING
    const result = checkResult(value)
    if (waiting === CLOSED) throw noThrow()
    return result.done === true || result.done
      ? { done: true, value: result.value }
      : { done: false, value: new Delegated(result.value) }
  }

  throw(error: unknown): Result {
    if (this.#waiting !== NOTHING) {
      this.#waiting = NOTHING
      throw error
    }
    const method = this.#iterator.throw as unknown
    if (method !== undefined && method !== null) return this.#ask(method, error, RESULT)
    const close = this.#iterator.return as unknown
    if (close === undefined || close === null) throw noThrow()
    this.#waiting = CLOSED
    return this.#suspend(new Await(Reflect.apply(callable(close), this.#iterator, [])))
  }

  return(value: unknown): Result {
    const waiting = this.#waiting
    this.#waiting = NOTHING
    if (waiting === VALUE) return { done: true, value }
    if (waiting === RETURNED) {
      const result = checkResult(value)
      return result.done
        ? { done: true, value: result.value }
        : { done: false, value: new Delegated(result.value) }
    }
    const method = this.#iterator.return as unknown
    if (method !== undefined && method !== null) return this.#ask(method, value, RETURNED)
    this.#waiting = VALUE
    return this.#suspend(new Await(value, true))
  }

  #suspend(value: Await): Result {
    this.#suspension = { done: false, value }
    return this.#suspension
  }

  #ask(method: unknown, value: unknown, waiting: number): Result {
    const promise = Reflect.apply(callable(method), this.#iterator, [value])
    this.#waiting = waiting
    return this.#suspend(new Await(promise, waiting === RETURNED))
  }
}

function callable(method: unknown): (...args: unknown[]) => unknown {
  if (typeof method === 'function') return method as (...args: unknown[]) => unknown
  throw new TypeError(`Expected a method of an async iterator, got ${describeValue(method)}`)
}

function checkResult(result: unknown): Result {
  if ((typeof result === 'object' && result !== null) || typeof result === 'function') return result as Result
  throw new TypeError(`Iterator result ${String(result)} is not an object`)
}

function noThrow(): TypeError {
  return new TypeError('The iterator does not provide a throw method')
}

/** The iterable for the `yield*` of a compiled async generator. */
export function delegate(iterator: AsyncIterator<unknown, unknown, unknown>): Iterable<unknown> {
  return new Delegate(iterator)
}

/**
 * A synchronous iterable for a `yield*`, of a plain generator or an async one. Its results are handed up as
 * they are; the helper of an async generator awaits their values. If one is rejected, the iterator is closed,
 * as the language does.
 */
export function passThrough(iterable: Iterable<unknown>): Iterable<unknown> {
  const iterator = iterable[Symbol.iterator]() as Iterator<unknown, unknown, unknown>
  const next = iterator.next as (...sent: unknown[]) => Result
  const passed = {
    [Symbol.iterator]: () => passed,
    next: (...sent: unknown[]) => Reflect.apply(next, iterator, sent),
    return(value: unknown): Result {
      const method = iterator.return as unknown
      if (method === undefined || method === null) return { done: true, value }
      return Reflect.apply(callable(method), iterator, [value]) as Result
    },
    throw(error: unknown): Result {
      const isRejection = sending.rejection
      sending.rejection = false
      if (isRejection) {
        iterator.return?.()
        throw error
      }
      const method = iterator.throw as unknown
      if (method !== undefined && method !== null) {
        return Reflect.apply(callable(method), iterator, [error]) as Result
      }
      iterator.return?.()
      throw noThrow()
    },
  }
  return passed as never
}
