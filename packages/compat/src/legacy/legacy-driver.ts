/**
 * Drives a generator that waits with a bare `yield`.
 *
 * The driver is an iterator, and the task receives its suspensions. A `yield*` of a coroutine inside the
 * generator is resumed directly, as in any coroutine. Only bare yields pass through here.
 *
 * A pending future may come from a `yield*` or from a bare yield. The driver calls `next()` of it to tell: if
 * a `yield*` is suspended on it, a second call throws.
 */

import { type Future, isCoroutineFunction, isFuture, type Suspension } from '@acoro/core'
import { describeValue, PROBE } from '@acoro/core/lowlevel'
import { isLegacyGenerator, type LegacyGenerator } from './legacy-generator.ts'

/** The wait for what was yielded. */
export type Waiting = Iterator<Suspension, unknown, unknown>

/** Returns the iterator that waits for what was yielded, or null if it may not be yielded. */
export type WaitingFor = (value: unknown, self: unknown) => Waiting | null

export class LegacyDriver<T> implements Iterator<Suspension, T, unknown> {
  /** The generator that runs: the innermost one. */
  #generator: LegacyGenerator<unknown>
  /** The generators that yielded another one and wait for it, the outermost first. */
  readonly #outer: LegacyGenerator<unknown>[] = []
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
      // A probe asks where the task stands. It passes through, and resumes nothing.
      return sent === PROBE ? (this.#generator.next(sent) as never) : this.#advance(sent, false)
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

  /** Closes all generators, the innermost first. Throws the last error that one of them throws. */
  return(value?: T): IteratorResult<Suspension, T> {
    const waiting = this.#waiting
    this.#waiting = null
    const closing: { return?(value?: unknown): unknown }[] = [...this.#outer.splice(0), this.#generator]
    if (waiting !== null) closing.push(waiting)
    let failure: { readonly error: unknown } | null = null
    for (const generator of closing.reverse()) {
      try {
        generator.return?.(value)
      } catch (error) {
        failure = { error }
      }
    }
    if (failure !== null) throw failure.error
    return { done: true, value: value as T }
  }

  /** Resumes the innermost generator until one has to wait, or until the outermost ends. */
  #advance(sent: unknown, throwing: boolean): IteratorResult<Suspension, T> {
    let value = sent
    let isError = throwing
    this.#waiting = null
    for (;;) {
      let result: IteratorResult<unknown, unknown>
      try {
        result = isError ? this.#generator.throw(value) : this.#generator.next(value)
      } catch (error) {
        if (!this.#leave()) throw error
        value = error
        isError = true
        continue
      }
      isError = false
      if (result.done === true) {
        if (!this.#leave()) return result as IteratorReturnResult<T>
        value = result.value
        continue
      }
      // A bare yield, of the generator or of one that it delegates to: they look the same.
      if (result.value === undefined) return result as IteratorYieldResult<Suspension>
      try {
        const yielded = this.#called(result.value)
        if (isLegacyGenerator(yielded)) {
          this.#outer.push(this.#generator)
          this.#generator = yielded
          value = undefined
          continue
        }
        const pending = isFuture(yielded) && !yielded.done()
        // A pending future that refuses to be asked was suspended on by a `yield*` inside.
        if (pending && !asked(yielded)) return result as IteratorYieldResult<Suspension>
        const waiting = this.#waitingFor(yielded, this.#self)
        if (waiting === null) throw refusal(yielded)
        const first = pending ? { done: false as const, value: yielded } : waiting.next(undefined)
        if (first.done !== true) {
          this.#waiting = waiting
          return first
        }
        value = first.value
      } catch (error) {
        value = error
        isError = true
      }
    }
  }

  /** Calls generator and coroutine functions. Returns any other value as it is. */
  #called(yielded: unknown): unknown {
    return isCoroutineFunction(yielded) ? yielded.call(this.#self as never) : yielded
  }

  /** The innermost generator has ended. Goes on with the one that waits for it; false if there is none. */
  #leave(): boolean {
    const outer = this.#outer.pop()
    if (outer === undefined) return false
    this.#generator = outer
    return true
  }
}

/** Suspends on a pending future. False if a `yield*` is suspended on it already, which then stays so. */
function asked(future: Future<unknown>): boolean {
  const iterator = future[Symbol.iterator]()
  try {
    iterator.next(undefined)
    return true
  } catch {
    // The refusal took the suspension back, so it is made again.
    iterator.next(undefined)
    return false
  }
}

/** The error for yielding anything else. */
export function refusal(yielded: unknown): TypeError {
  return new TypeError(
    'You may only yield an awaitable, a promise, a thunk, a generator, or an array or a plain object of these, ' +
      `got ${describeValue(yielded)}`,
  )
}
