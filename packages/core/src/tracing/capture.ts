/**
 * The engine's stack of the code that asks.
 *
 * V8 made `Error.captureStackTrace`; the other engines took it over in part, and late. Without it an error is
 * made and the lines on top are taken off. Without a limit (`base/stack-limit.ts`) each stack is as long as
 * the engine makes it: 128 lines in SpiderMonkey.
 */

import { limitStacks } from '../base/stack-limit.ts'
import { world } from '../current/host.ts'
import { functionIn, linesOf } from './stack-text.ts'

/** What a stack was captured into. */
export interface Captured {
  stack?: string
}

/** Bun counts the lines above, too, which it then leaves out; there are so many at most. */
const COUNTED_ABOVE = world.process?.versions?.bun === undefined ? 0 : 8

/** More than any stack has. */
export const ALL = 3000

/** The stack of the code that asks, from the caller of `above` on, `limit` lines of it. */
export function capture(above: (...args: never[]) => unknown, limit: number): Captured {
  const captured: Captured = {}
  const before = limitStacks(limit + COUNTED_ABOVE)
  captureInto(captured, above)
  limitStacks(before)
  return captured
}

/** The stack of the caller of `above`, as long as the engine makes it. */
export function captureInto(captured: Captured, above: (...args: never[]) => unknown): void {
  if (typeof Error.captureStackTrace === 'function') Error.captureStackTrace(captured, above)
  else captured.stack = below(new Error().stack, above.name)
}

/** The lines below the function `name`; all of them if that is not there. */
function below(stack: unknown, name: string): string {
  const lines = linesOf(stack)
  return lines.slice(lines.findIndex((line) => functionIn(line) === name) + 1).join('\n')
}
