/**
 * Drives a generator that yields what it waits for, without a star.
 *
 * It is an iterator, not a generator, and gives the very suspensions of what it waits for to the task: so a `yield*` of
 * a real coroutine inside is resumed directly, as in any coroutine, and only bare yields pass through here. A pending
 * future comes either way; whether a `yield*` suspended on it shows in that it refuses to be asked again.
 */

import { type Future, isFuture, type Suspension } from '@acoro/core'
import { describeValue, PROBE } from '@acoro/core/lowlevel'

/** A generator object that may yield anything. */
export interface LegacyGenerator<T> {
  // biome-ignore lint/suspicious/noExplicitAny: it yields what it likes, and the types of its answers are unknown.
  next(value?: any): IteratorResult<any, T>
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  throw(error: unknown): IteratorResult<any, T>
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  return?(value?: any): IteratorResult<any, T>
}

/** What is under way for a yield. */
export type Waiting = Iterator<Suspension, unknown, unknown>

/** The iterator to wait with for what was yielded; null where it may not be yielded. */
export type WaitingFor = (value: unknown, self: unknown) => Waiting | null

export class LegacyDriver<T> implements Iterator<Suspension, T, unknown> {
  readonly #generator: LegacyGenerator<T>
  readonly #self: unknown
  readonly #waitingFor: WaitingFor
  #waiting: Waiting | null = null

  constructor(generator: LegacyGenerator<T>, self: unknown, waitingFor: WaitingFor) {
    this.#generator = generator
    this.#self = self
    this.#waitingFor = waitingFor
  }

  [Symbol.iterator](): this {
    return this
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    const waiting = this.#waiting
    if (waiting === null) {
      // The question where a task stands passes through, and resumes nobody.
      return sent === PROBE ? this.#generator.next(sent) : this.#advance(sent, false)
    }
    let result: IteratorResult<Suspension, unknown>
    try {
      result = waiting.next(sent)
    } catch (error) {
      return this.#advance(error, true)
    }
    return result.done === true ? this.#advance(result.value, false) : result
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    const waiting = this.#waiting
    if (waiting?.throw === undefined) return this.#advance(error, true)
    let result: IteratorResult<Suspension, unknown>
    try {
      result = waiting.throw(error)
    } catch (thrown) {
      return this.#advance(thrown, true)
    }
    return result.done === true ? this.#advance(result.value, false) : result
  }

  return(value?: T): IteratorResult<Suspension, T> {
    this.#waiting?.return?.()
    this.#waiting = null
    return this.#generator.return?.(value) ?? { done: true, value: value as T }
  }

  /** Resumes the generator until it waits for something that is not there yet. */
  #advance(sent: unknown, throwing: boolean): IteratorResult<Suspension, T> {
    let value = sent
    let isError = throwing
    this.#waiting = null
    for (;;) {
      const result = isError ? this.#generator.throw(value) : this.#generator.next(value)
      if (result.done === true) return result
      const yielded: unknown = result.value
      // A bare yield, here or in what a `yield*` delegates to: nobody can tell.
      if (yielded === undefined) return result
      try {
        const pending = isFuture(yielded) && !yielded.done()
        // A pending future that will not be asked a first time was suspended on by a `yield*` inside.
        if (pending && !asked(yielded)) return result
        const waiting = this.#waitingFor(yielded, this.#self)
        if (waiting === null) throw refusal(yielded)
        const first = pending ? { done: false as const, value: yielded } : waiting.next()
        if (first.done !== true) {
          this.#waiting = waiting
          return first
        }
        value = first.value
        isError = false
      } catch (error) {
        value = error
        isError = true
      }
    }
  }
}

/** Suspends on a pending future; false where somebody has, who stays the one. */
function asked(future: Future<unknown>): boolean {
  const iterator = future[Symbol.iterator]()
  try {
    iterator.next(undefined)
    return true
  } catch {
    // The refusal takes the suspension back: it has to be made again.
    iterator.next(undefined)
    return false
  }
}

/** What is thrown at the yield of anything else. */
export function refusal(yielded: unknown): TypeError {
  return new TypeError(
    'You may only yield an awaitable, a promise, a thunk, a generator, or an array or a plain object of these, ' +
      `got ${describeValue(yielded)}`,
  )
}
