/**
 * The `at async` lines of errors: the coroutines and tasks that were waiting for what failed.
 *
 * A task resumes its innermost frame alone, so the native stack of an error shows that frame and then the
 * loop. When an error first leaves a frame that had been suspended, all frames that wait for it are asked at
 * once (see stack.ts). The places where they stand replace the loop's lines in `error.stack`. That costs as
 * much as several errors, because a stack has to be text. So it is done for a hundred errors at once, and for
 * twenty a second after that. Errors that are thrown faster are control flow, and keep the stack of the
 * engine. `Error.stackTraceLimit` limits these lines as it does the engine's own, and a last line counts
 * those it cuts off. At 0 nothing is asked.
 */

import { isCancelledError } from '../base/errors.ts'
import { stackLimit } from '../base/stack-limit.ts'
import { isError, readSafely } from '../base/text.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import { type AskableFrame, type AskableStack, askChain, ownLines, placesRunning } from './stack.ts'
import type { StackFrame } from './stack-frame.ts'
import { asyncLine } from './stack-text.ts'

declare module '../current/state.ts' {
  interface State {
    /** How many errors may still have their stacks completed, and since when. */
    readonly turns: { left: number; at: number }
    /**
     * How many lines an error should have more than its own by now; what is beyond the limit is only counted.
     */
    readonly completed: WeakMap<Error, number>
    /**
     * The stack whose top frame an error is being thrown into. The iterator that this frame awaits takes it.
     */
    throwingInto: AskableStack | null
  }
}

const { completed: added } = state

// A thrown value can be anything. A look at it may throw, and its getters are code of the program. An error
// that cannot be completed stays as it is and goes on. So the three functions that follow must not throw.

/**
 * Notes that `error` leaves a frame that had been suspended, for the frame that waits for it. Never throws.
 */
export function noteAwait(error: unknown, waiting: AskableFrame, askable: boolean): void {
  try {
    if (mayBeTold(error) && !added.has(error) && takeTurn())
      append(error, askChain(waiting, askable).reverse())
  } catch {}
}

/**
 * Notes that `error` ended what `label` names (`task 'worker'`), and goes to its waiters from there. Never
 * throws.
 */
export function noteLabel(error: unknown, label: string | undefined): void {
  try {
    if (label !== undefined && mayBeTold(error)) append(error, [label])
  } catch {}
}

/** Notes that the driver of a stack throws `error` into code that awaits something. Never throws. */
export function noteThrown(error: unknown, label: string | undefined): void {
  const frames = state.throwingInto
  state.throwingInto = null
  // The error was thrown by hand: the frames may not be suspended, and must not be asked.
  if (frames === null) return
  try {
    if (!mayBeTold(error) || !takeTurn()) return
    const top = frames._top
    const lines: Line[] = label === undefined ? [] : [label]
    lines.push(...placesRunning().reverse())
    if (top._parent !== null) lines.push(...askChain(top._parent, top._isForwarded, top).reverse())
    append(error, lines)
  } catch {}
}

const MOST_AT_ONCE = 100
/** In ms. */
const BETWEEN = 50

/** May one more error have its stack completed now? */
function takeTurn(): boolean {
  const { turns } = state
  const now = world.performance.now()
  turns.left = Math.min(MOST_AT_ONCE, turns.left + (now - turns.at) / BETWEEN)
  turns.at = now
  if (turns.left < 1) return false
  turns.left--
  return true
}

/** A cancellation has no stack. An error whose stack cannot be written is left alone. */
function mayBeTold(error: unknown): error is Error {
  if (!(stackLimit() > 0) || !isError(error) || isCancelledError(error)) return false
  return Object.isExtensible(error)
}

/** A coroutine that waited, or what else is to be said. */
type Line = StackFrame | string

function append(error: Error, lines: readonly Line[]): void {
  const stack = readSafely(error, 'stack')
  if (typeof stack !== 'string') return
  const limit = stackLimit()
  const known = added.get(error) ?? 0
  const total = known + lines.length
  added.set(error, total)
  const shown = known === 0 ? ownLines(stack, limit) : stack.split('\n')
  if (known > limit) shown.pop()
  for (const line of lines.slice(0, Math.max(0, limit - known))) shown.push(asyncLine(line, stack))
  if (total > limit) shown.push(`    … ${total - limit} more (Error.stackTraceLimit is ${limit})`)
  const isOwn = Object.hasOwn(error, 'stack')
  // A stack that cannot be written stays as it is: see above.
  error.stack = shown.join('\n')
  // SpiderMonkey keeps it in the prototype until it is written: two equal errors would differ by it from then
  // on.
  if (!isOwn) Object.defineProperty(error, 'stack', { enumerable: false })
}
