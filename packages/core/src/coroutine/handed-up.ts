/**
 * How a suspension is recognised after it has passed through `yield*`.
 *
 * The standard says that `yield*` hands up the very result object of the innermost `next()`, and V8 and SpiderMonkey do
 * so. JavaScriptCore (Bun, Safari) reads its value and makes a new result at the first generator it passes through. So
 * there a suspension is recognised by its value, which stays the same.
 *
 * A pause has no value of its own: all suspend with undefined. There it counts how the coroutine was begun: `yield*`
 * passes an argument to `next()`, and a driver by hand seldom does. To be wrong there costs time, not correctness: a
 * coroutine that is taken for one driven by hand is driven by hand.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'

/** Does `yield*` hand up the result object itself? Asked once of the engine. */
export const HANDS_UP: boolean = handsUp()

function handsUp(): boolean {
  const result = { done: false, value: undefined }
  const leaf = { [Symbol.iterator]: () => ({ next: () => result }) }
  const outer = (function* () {
    yield* leaf
  })()
  return outer.next() === (result as unknown)
}

/** Is `result` the suspension noted last, which reached the caller through `yield*`? */
export function isHandedUp(result: IteratorResult<Suspension, unknown>): boolean {
  return state.suspended === result || (!HANDS_UP && hasItsValue(result))
}

function hasItsValue({ value }: IteratorResult<Suspension, unknown>): boolean {
  const { suspended, suspendedRoot } = state
  if (suspended === null || suspended.value !== value) return false
  return value !== undefined || suspendedRoot?._isForwarded === true
}
