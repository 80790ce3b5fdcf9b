/**
 * A line of the user's code, for messages that name both places of a mistake.
 *
 * The stack is captured at once and read only when a message is made: reading is what costs.
 */

import { type Captured, capture, firstPlace } from '@acoro/core/lowlevel'

export class Place {
  readonly #stack: Captured

  constructor(stack: Captured) {
    this.#stack = stack
  }

  /** ` at visit (file:///app.ts:12:30)`, or an empty string if the platform has no stacks. */
  toString(): string {
    const place = firstPlace(this.#stack)
    return place === undefined ? '' : ` at ${place}`
  }
}

/** The place from which `callee` was called. */
export function placeOf(callee: (...args: never[]) => unknown): Place {
  return new Place(capture(callee, 1))
}
