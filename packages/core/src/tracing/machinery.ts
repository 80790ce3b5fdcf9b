/** Which functions on a stack are core's own, and no place of the program's. */

import { state } from '../current/state.ts'
import { capture } from './capture.ts'
import { functionIn, linesOf, placeIn } from './stack-text.ts'

declare module '../current/state.ts' {
  interface State {
    /** The folder core was loaded from. */
    home: string | undefined
  }
}

/** Functions of core that stand above what a stack is read down to. */
const MACHINERY =
  /^(?:[_#]|resume|throw|(?:next|advance|getStack|aroundStep|answerProbe|captureInto|readFrames|noteThrown|started)$)/

/** Is a function of this name, in a file of core, no place of a program's? */
export function isMachinery(name: string): boolean {
  return MACHINERY.test(name)
}

/**
 * The function of core that a line of a stack names; undefined if it is none of core's. WebKit names no
 * private method: such a line is machinery, too.
 */
export function ownFunction(line: string): string | undefined {
  return line.includes(home()) ? functionIn(line) || '_' : undefined
}

/**
 * The folder core was loaded from, so that a program's own `resume` is not taken for ours; of joined files,
 * their folder.
 */
export function home(): string {
  if (state.home !== undefined) return state.home
  const found = linesOf(capture(home, 1).stack).flatMap(placeIn)[0]?.file
  state.home = found?.replace(/(?:tracing[/\\])?[^/\\]*$/, '') ?? ''
  return state.home
}
