/**
 * Where a suspended body stands.
 *
 * No one can ask a generator for its line. But code that was lowered with places waits by `yield*` instead of
 * `yield`, through an iterator of this file. A probe that is sent into the generator reaches that iterator,
 * with the body's frame on the engine's stack; the iterator notes the stack, and suspends again as before.
 */

import type { StackFrame } from '@acoro/core'
import { type Captured, capture, firstPlace, PROBE } from '@acoro/core/lowlevel'
import { resumeNext } from './native.ts'

/** The stack that the last probe has found. */
let probed: Captured | null = null

type Result = IteratorResult<unknown, unknown>

/** Notes the stack of the code that called `above`. */
export function noteStack(above: (...args: never[]) => unknown): void {
  probed = capture(above, 4)
}

/** An `await`: suspends with its value once, and ends with what it is resumed with. */
export class Waiting implements IterableIterator<unknown, unknown, unknown> {
  readonly #suspension: Result
  #hasBegun = false

  constructor(value: unknown) {
    this.#suspension = { done: false, value }
  }

  [Symbol.iterator](): this {
    return this
  }

  next(sent?: unknown): Result {
    if (sent === PROBE) noteStack(Waiting.prototype.next)
    else if (this.#hasBegun) return { done: true, value: sent }
    this.#hasBegun = true
    return this.#suspension
  }

  throw(error: unknown): never {
    throw error
  }
}

/** The generators that wait by such iterators, since their first step. */
const placed = new WeakSet<object>()

export function place(generator: object): void {
  placed.add(generator)
}

/** Where `generator`, which is suspended, stands. Empty if it runs, or if it was lowered without places. */
export function placesOf(generator: Generator<unknown, unknown, unknown>): StackFrame[] {
  if (!placed.has(generator)) return []
  probed = null
  try {
    resumeNext.call(generator, PROBE)
  } catch {
    // It runs.
    return []
  }
  const found = probed === null ? undefined : firstPlace(probed)
  probed = null
  return found === undefined ? [] : [found]
}
