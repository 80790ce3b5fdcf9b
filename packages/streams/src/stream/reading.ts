/**
 * One read: it tries, waits for more, and tries again.
 *
 * A read is an attempt on what the reader holds. The attempt returns MORE as long as that is not enough. If
 * the first attempt succeeds, nothing waits, and nothing but the result is made. Only a successful attempt
 * takes data, so a read can be cancelled at any moment without losing a byte.
 *
 * A task whose reads never have to wait would keep all others from running: a peer that floods is enough, or
 * a loop that ignores the end of the stream. So every so often a read lets the others run before it tries.
 */

import { type Suspension, sleep } from '@acoro/core'
import { Operation, type Parked, Ready } from '@acoro/core/lowlevel'

/** Returned by an attempt that needs more than there is. */
export const MORE: unique symbol = Symbol('more')

/** This many reads, or drains, that need not wait come between two checkpoints. */
export const READS_AT_ONCE = 64

/** A message, what is wrong with it, or bytes to skip; and how many bytes that takes, the frame included. */
export type Decoded<T> =
  | { readonly value: T; readonly length: number }
  | { readonly error: Error; readonly length: number }
  | { readonly skip: true; readonly length: number }

/** Tries to read; returns MORE if there is not enough. */
export type Attempt<T> = () => T | typeof MORE

/** What a read needs of its reader. */
export interface Readable {
  /**
   * @internal Parks until there is more. Throws what broke the stream, and RuntimeError if another read is
   * waiting.
   */
  _park(method: string): Parked<void>
  /** @internal */
  _check(): void
  /** @internal Must the others run before the next attempt? */
  _mustYield(): boolean
}

export class Read<T> extends Operation<T> {
  readonly #reader: Readable
  readonly #method: string
  readonly #attempt: Attempt<T>

  constructor(reader: Readable, method: { readonly name: string }, attempt: Attempt<T>) {
    super(method)
    this.#reader = reader
    this.#method = method.name
    this.#attempt = attempt
  }

  start(): Iterator<Suspension, T, unknown> {
    this.#reader._check()
    if (this.#reader._mustYield()) {
      return new Waiting(this.#reader, this.#method, this.#attempt, sleep(0)[Symbol.iterator]())
    }
    const value = this.#attempt()
    if (value !== MORE) return new Ready(value)
    return new Waiting(this.#reader, this.#method, this.#attempt, this.#reader._park(this.#method))
  }
}

class Waiting<T> implements Iterator<Suspension, T, unknown> {
  readonly #reader: Readable
  readonly #method: string
  readonly #attempt: Attempt<T>
  /** What it waits for: more bytes, or the turn of the others. */
  #wait: Iterator<Suspension, void, unknown>

  constructor(
    reader: Readable,
    method: string,
    attempt: Attempt<T>,
    wait: Iterator<Suspension, void, unknown>,
  ) {
    this.#reader = reader
    this.#method = method
    this.#attempt = attempt
    this.#wait = wait
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    let passed = sent
    for (;;) {
      const result = this.#wait.next(passed)
      if (result.done !== true) return result
      const value = this.#attempt()
      if (value !== MORE) return { done: true, value }
      this.#wait = this.#reader._park(this.#method)
      passed = undefined
    }
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    this.#wait.throw?.(error)
    throw error
  }

  return(value?: T): IteratorResult<Suspension, T> {
    this.#wait.return?.()
    return { done: true, value: value as T }
  }
}
