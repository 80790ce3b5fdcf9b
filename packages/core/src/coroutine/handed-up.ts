/**
 * Recognises a suspension after it has passed through `yield*`.
 *
 * The standard says that `yield*` hands up the very result object of the innermost `next()`. V8 and
 * SpiderMonkey do so. JavaScriptCore (Bun, Safari) reads its value and makes a new result at the first
 * generator it passes through. So on that engine a suspension is recognised by its value, which stays the
 * same.
 *
 * A pause has no value of its own: all pauses suspend with undefined. There the way the coroutine was begun
 * decides: `yield*` passes an argument to `next()`, and a driver by hand seldom does. A wrong answer there
 * costs time, not correctness: the coroutine is only driven by hand.
 */

import { state } from '../current/state.ts'
import type { Suspension } from '../future/future.ts'

/** Does `yield*` hand up the result object itself? The engine is tested once. */
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
