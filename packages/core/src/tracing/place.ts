/**
 * Where something was made, as text that is written only when it is shown.
 *
 * Debug mode notes a place for each coroutine, future and handle, and shows few of them. V8 notes a stack in
 * a microsecond or two; its text takes ten times as long, and with source maps fifty. So V8's stacks are kept
 * as they are. The trade-off: until its text is written, a stack keeps the functions alive that stand on it.
 */

import { type Captured, capture, captureInto } from './capture.ts'
import { outsideCore } from './native-stack.ts'

/** A stack, or its text. */
export type Place = Captured | string

/** The other engines write the text at once, and JavaScriptCore has to be asked twice. */
const isLazy = typeof Error.captureStackTrace === 'function' && !('line' in new Error())

/**
 * So many lines a place has at most, as in asyncio. Test runners set the limit to 100, at a microsecond a
 * line.
 */
const LONGEST = 10

/** The stack of the code that called `note` through core. */
export function placeLater(note: (...args: never[]) => unknown): Place {
  if (isLazy) return capture(note, LONGEST)
  const place: Captured = {}
  captureInto(place, note)
  const lines = outsideCore(place.stack)
  if (lines !== '') return lines
  // JavaScriptCore: a function that has called on its last line is not on the stack, and nothing is found
  // below it.
  captureInto(place, placeLater)
  return outsideCore(place.stack)
}

export function textOfPlace(place: Place): string {
  return typeof place === 'string' ? place : outsideCore(place.stack)
}
