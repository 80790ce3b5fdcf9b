/**
 * The wait for a body of the user whose end is looked at: has it succeeded, or failed?
 *
 * A generator with a `try` around the body says the same, and costs as much as a short body. So this is a
 * coroutine that is the iterator of its own wait, and hands everything on to that of the body. Only what
 * comes after a failure, such as the delay of a retry, is a generator.
 *
 *   not begun --begin()--> the body --value--> succeeded()
 *                             |--error, cancel--> failed(): throws, or goes on in another iterator
 *                             \--closed--> closed()
 */

import type { Awaitable, Suspension } from '@acoro/core'
import { answerProbe, OwnIterator, PROBE } from '@acoro/core/lowlevel'

type Wait = Iterator<Suspension, unknown, unknown>
type Result<T> = IteratorResult<Suspension, T>

/** It is the iterator of its own wait. */
const OWN = 1
/** `failed` has handed on to an iterator that looks after itself. */
const LEFT = 2

export abstract class GuardedCall<T> extends OwnIterator<T> {
  // Declared, and assigned in the constructor, for speed: a class field is slow in a base class of several.
  declare private inner: Wait | null
  /** OWN and LEFT: one field, because most of what a short call costs is its memory. */
  declare private mode: number

  constructor(source: { readonly name: string }) {
    super(source)
    this.inner = null
    this.mode = 0
  }

  /** Called when it is awaited. */
  protected abstract entered(): void

  /** Calls the body. */
  protected abstract begin(): Awaitable<unknown>

  /** Called when the value has arrived. */
  protected abstract succeeded(): void

  /** Throws what the call ends with, or returns the iterator to go on with. */
  protected abstract failed(error: unknown): Wait

  /** Called when the waiting coroutine is closed. */
  protected abstract closed(): void

  override start(): Iterator<Suspension, T, unknown> {
    this.entered()
    if (this.own() !== this) return new Beside(this)
    this.mode = OWN
    return this
  }

  override advance(sent: unknown, forwarded: boolean): Result<T> {
    const { inner } = this
    if (inner === null) return this.first(sent, forwarded)
    let result: Result<unknown>
    try {
      result = forwarded ? inner.next(sent) : (inner as Iterator<Suspension>).next()
    } catch (error) {
      return this.goOn(error)
    }
    if (result.done === true && (this.mode & LEFT) === 0) this.succeeded()
    return result as Result<T>
  }

  override throw(error: unknown): Result<T> {
    return (this.mode & OWN) !== 0 ? this.thrown(error) : super.throw(error)
  }

  override return(value?: T): Result<T> {
    return (this.mode & OWN) !== 0 ? this.left(value) : super.return(value)
  }

  /** As `throw`, for the one that drives it. */
  thrown(error: unknown): Result<T> {
    const { inner } = this
    let result: Result<unknown>
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
    if (result.done === true && (this.mode & LEFT) === 0) this.succeeded()
    return result as Result<T>
  }

  /** As `return`, for the one that drives it. */
  left(value?: T): Result<T> {
    try {
      return (this.inner?.return?.(value) ?? { done: true, value }) as Result<T>
    } finally {
      if ((this.mode & LEFT) === 0) this.closed()
    }
  }

  private first(sent: unknown, forwarded: boolean): Result<T> {
    if (sent === PROBE) return answerProbe(undefined) as Result<T>
    let result: Result<unknown>
    try {
      const inner = this.begin()[Symbol.iterator]()
      this.inner = inner
      result = forwarded ? inner.next(undefined) : inner.next()
    } catch (error) {
      return this.goOn(error)
    }
    if (result.done === true) this.succeeded()
    return result as Result<T>
  }

  private goOn(error: unknown): Result<T> {
    if ((this.mode & LEFT) !== 0) throw error
    this.inner = this.failed(error)
    this.mode |= LEFT
    return this.inner.next(undefined) as Result<T>
  }
}

/** Its iterator if a frame drives it: then the call itself stands for the frame. */
class Beside<T> implements Iterator<Suspension, T, unknown> {
  readonly #call: GuardedCall<T>

  constructor(call: GuardedCall<T>) {
    this.#call = call
  }

  next(sent?: unknown): Result<T> {
    // biome-ignore lint/complexity/noArguments: whether something is passed on tells delegation from driving by hand.
    return this.#call.advance(sent, arguments.length > 0)
  }

  throw(error: unknown): Result<T> {
    return this.#call.thrown(error)
  }

  return(value?: T): Result<T> {
    return this.#call.left(value)
  }
}
