/**
 * One read under way: tries, waits for more, tries again.
 *
 * Every read is an attempt on what the reader holds that gives MORE while that is not enough. Where the first
 * attempt succeeds nothing waits and nothing but the result is made. Data is taken by a successful attempt alone, so
 * a read can be cancelled at any moment without losing a byte.
 */

import type { Suspension } from '@acoro/core'
import { Operation, type Parked, Ready } from '@acoro/core/lowlevel'

/** What an attempt gives that needs more than there is. */
export const MORE: unique symbol = Symbol('more')

/** A message, or what is wrong with it, and how many bytes it took, its frame included. */
export type Decoded<T> =
  | { readonly value: T; readonly length: number }
  | { readonly error: Error; readonly length: number }

/** A read, tried. */
export type Attempt<T> = () => T | typeof MORE

/** What a read needs of its reader. */
export interface Readable {
  /** @internal Parks until there is more; throws what went wrong, or where another read waits. */
  _park(method: string): Parked<void>
  /** @internal */
  _check(): void
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
    const value = this.#attempt()
    if (value !== MORE) return new Ready(value)
    return new Waiting(this.#reader, this.#method, this.#attempt)
  }
}

class Waiting<T> implements Iterator<Suspension, T, unknown> {
  readonly #reader: Readable
  readonly #method: string
  readonly #attempt: Attempt<T>
  #parked: Parked<void>

  constructor(reader: Readable, method: string, attempt: Attempt<T>) {
    this.#reader = reader
    this.#method = method
    this.#attempt = attempt
    this.#parked = reader._park(method)
  }

  next(sent?: unknown): IteratorResult<Suspension, T> {
    let passed = sent
    for (;;) {
      const result = this.#parked.next(passed)
      if (result.done !== true) return result
      const value = this.#attempt()
      if (value !== MORE) return { done: true, value }
      this.#parked = this.#reader._park(this.#method)
      passed = undefined
    }
  }

  throw(error: unknown): IteratorResult<Suspension, T> {
    this.#parked.throw(error)
    throw error
  }

  return(value?: T): IteratorResult<Suspension, T> {
    this.#parked.return()
    return { done: true, value: value as T }
  }
}
