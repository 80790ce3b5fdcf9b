/**
 * Where a task stands, in any state: suspended, in the middle of a step, or in neither.
 *
 * A frame must not send a probe to a running generator that it awaits: the engine would throw «already
 * running» into that frame. A running frame that is probed directly answers with that error, and is not
 * harmed. So each frame is first tried alone, from the innermost outwards. Then the frames around it are
 * asked as in stack.ts.
 */

import { state } from '../current/state.ts'
import { ALL, capture, placesAbove, type StackFrame } from './native-stack.ts'
import { isGenerator, PROBE } from './probe.ts'
import { type AskableFrame, type AskableStack, askChain, framesOf, placesOutsideCore } from './stack.ts'

/** All places of a task that is not done, outermost first. `isCurrent`: it is the task being stepped. */
export function framesStanding(frames: AskableStack, askable: boolean, isCurrent: boolean): StackFrame[] {
  const running = outermostRunning(frames._top, askable, isCurrent)
  if (running === null) return framesOf(frames, askable)
  return [...framesAround(running), ...(isCurrent ? placesOutsideCore() : [])]
}

/** The place of the outermost coroutine alone; undefined if it cannot be known. */
export function placeStanding(
  frames: AskableStack,
  askable: boolean,
  isCurrent: boolean,
): StackFrame | undefined {
  const running = outermostRunning(frames._top, askable, isCurrent)
  if (running === null) return framesOf(frames, askable)[0]
  if (running._parent !== null) return framesAround(running)[0]
  return isCurrent ? outermostOnStack() : undefined
}

/** The running frame nearest to the root; null if the innermost is suspended or has not begun. */
function outermostRunning(top: AskableFrame, askable: boolean, isCurrent: boolean): AskableFrame | null {
  let running = isRunning(top, null, askable, isCurrent) ? top : null
  let child = top
  for (let frame = top._parent; frame !== null; frame = frame._parent) {
    if (!isRunning(frame, child, child._isForwarded, false)) break
    running = frame
    child = frame
  }
  return running
}

/** `child` is what the frame awaits. `otherwise` is the answer for a frame that cannot be asked. */
function isRunning(
  frame: AskableFrame,
  child: AskableFrame | null,
  askable: boolean,
  otherwise: boolean,
): boolean {
  const generator = frame._generator
  // The first step of a call that runs at once: the frame gets its generator when it suspends.
  if (generator === null) return true
  if (!askable || !isGenerator(generator)) return otherwise
  const outer = state.frames
  state.frames = null
  state.probeStop = child
  try {
    generator.next(PROBE)
    return false
  } catch {
    return true
  } finally {
    state.frames = outer
    state.probeStop = null
    state.probed = null
  }
}

/** The suspended frames that wait for a running one, outermost first. */
function framesAround(running: AskableFrame): StackFrame[] {
  return running._parent === null ? [] : askChain(running._parent, running._isForwarded, running)
}

/** The functions that resume a coroutine of a task. */
const STEPPING = /^(?:_step|_stepThrowing|callNow)$/

/** The place of the coroutine that the task's step has resumed. */
function outermostOnStack(): StackFrame | undefined {
  return placesAbove(capture(outermostOnStack, ALL), STEPPING, ALL)?.at(-1)
}
