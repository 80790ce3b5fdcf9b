/** The engine's own stack, read as places in the program. */

import { isError, readSafely } from '../base/text.ts'
import { placeOfSite, readSites, sitesOf } from './call-sites.ts'
import type { Captured } from './capture.ts'
import { home, isMachinery, ownFunction } from './machinery.ts'
import type { StackFrame } from './stack-frame.ts'
import { isNative, linesOf, lineTest, placeIn } from './stack-text.ts'

/**
 * Adds the user's frames of a stack to `places`, innermost first, down to core's function of the name `end`.
 * False if the stack does not reach that far.
 */
export function readPlaces(captured: Captured, end: RegExp, places: StackFrame[]): boolean {
  const sites = sitesOf(captured)
  return sites === undefined ? readText(linesOf(captured.stack), end, places) : readSites(sites, end, places)
}

/** As `readSites`. */
function readText(lines: readonly string[], end: RegExp, places: StackFrame[]): boolean {
  for (const line of lines) {
    const own = ownFunction(line)
    if (own !== undefined) {
      if (end.test(own)) return true
      if (isMachinery(own)) continue
    }
    places.push(...placeIn(line))
  }
  return false
}

/** The innermost place, whatever function it is in. */
export function firstPlace(captured: Captured): StackFrame | undefined {
  return (sitesOf(captured)?.flatMap(placeOfSite) ?? linesOf(captured.stack).flatMap(placeIn))[0]
}

/** The places in the stack of an error, innermost first. */
export function placesInError(error: unknown): StackFrame[] {
  return isError(error) ? linesOf(readSafely(error, 'stack')).flatMap(placeIn) : []
}

/**
 * The lines of a stack without the functions of core on top, which only made the object in question, and
 * without the machinery that runs the program's.
 */
export function outsideCore(stack: unknown): string {
  const lines = linesOf(stack)
  const first = lines.findIndex((line) => !line.includes(home()) && placeIn(line).length > 0)
  const shown = first === -1 ? lines : lines.slice(first).filter((line) => !isNative(line) && !runs(line))
  return shown.join('\n')
}

/** Does core's machinery run in this line of a stack? */
function runs(line: string): boolean {
  const own = ownFunction(line)
  return own !== undefined && isMachinery(own)
}

/**
 * A stack without core's machinery, and without the lines from the function of core that `end` names
 * downwards. If the stack was cut off after `limit` lines before that function, a last line says so.
 */
export function linesAbove(stack: string, end: RegExp, limit: number): string[] {
  const lines: string[] = []
  let places = 0
  const namesFunction = lineTest(stack)
  for (const line of stack.split('\n')) {
    if (namesFunction(line)) {
      places++
      if (isNative(line)) continue
      const own = ownFunction(line)
      if (own !== undefined && isMachinery(own)) {
        if (end.test(own)) return lines
        continue
      }
    }
    lines.push(line)
  }
  // Some engines end a stack with an empty line.
  while (lines.at(-1) === '') lines.pop()
  if (places >= limit) lines.push('    … and more')
  return lines
}
