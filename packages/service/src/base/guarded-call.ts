/**
 * The wait for a body of the user whose end is looked at: has it succeeded, or failed?
 *
 * A generator with a `try` around the body says the same, and costs as much as a short body. So this is an iterator
 * that hands everything on to that of the body. Only what comes after a failure, such as the delay of a retry, is a
 * generator.
 *
 *   not begun --begin()--> the body --value--> succeeded()
 *                             |--error, cancel--> failed(): throws, or goes on in another iterator
 *                             \--closed--> closed()
 */

import type { Awaitable, Suspension } from '@acoro/core'
import { answerProbe, Operation, PROBE } from '@acoro/core/lowlevel'

type Wait = Iterator<Suspension, unknown, unknown>

export abstract class GuardedCall implements Wait {
  // Declared, and assigned in the constructor, for speed: a class field is slow in a base class of several.
  declare private inner: Wait | null
  /** Whether `failed` has handed on to an iterator that looks after itself. */
  declare private isLeft: boolean

  constructor() {
    this.inner = null
    this.isLeft = false
  }

  /** Calls the body. */
  protected abstract begin(): Awaitable<unknown>

  /** Called when the value has arrived. */
  protected abstract succeeded(): void

  /** Throws what the call ends with, or returns the iterator to go on with. */
  protected abstract failed(error: unknown): Wait

  /** Called when the waiting coroutine is closed. */
  protected abstract closed(): void

  next(sent?: unknown): IteratorResult<Suspension, unknown> {
    const { inner } = this
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    const forwarded = arguments.length > 0
    if (inner === null) return this.first(sent, forwarded)
    let result: IteratorResult<Suspension, unknown>
    try {
      result = forwarded ? inner.next(sent) : (inner as Iterator<Suspension>).next()
    } catch (error) {
      return this.goOn(error)
    }
    if (result.done === true && !this.isLeft) this.succeeded()
    return result
  }

  throw(error: unknown): IteratorResult<Suspension, unknown> {
    const { inner } = this
    let result: IteratorResult<Suspension, unknown>
    try {
      // One made by hand may have no `throw`: it is closed, and the error, perhaps a cancel, goes on.
      if (inner?.throw === undefined) {
        inner?.return?.()
        throw error
      }
      result = inner.throw(error)
    } catch (thrown) {
      return this.goOn(thrown)
    }
    if (result.done === true && !this.isLeft) this.succeeded()
    return result
  }

  return(value?: unknown): IteratorResult<Suspension, unknown> {
    try {
      return this.inner?.return?.(value) ?? { done: true, value }
    } finally {
      if (!this.isLeft) this.closed()
    }
  }

  private first(sent: unknown, forwarded: boolean): IteratorResult<Suspension, unknown> {
    if (sent === PROBE) return answerProbe(undefined)
    let result: IteratorResult<Suspension, unknown>
    try {
      const inner = this.begin()[Symbol.iterator]()
      this.inner = inner
      result = forwarded ? inner.next(undefined) : inner.next()
    } catch (error) {
      return this.goOn(error)
    }
    if (result.done === true) this.succeeded()
    return result
  }

  private goOn(error: unknown): IteratorResult<Suspension, unknown> {
    if (this.isLeft) throw error
    this.inner = this.failed(error)
    this.isLeft = true
    return this.inner.next(undefined)
  }
}

/** The coroutine that begins such a call when it is awaited. */
export abstract class Guarded<T> extends Operation<T> {
  protected abstract call(): GuardedCall

  override start(): Iterator<Suspension, T, unknown> {
    return this.call() as unknown as Iterator<Suspension, T, unknown>
  }
}
