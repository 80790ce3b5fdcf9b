/**
 * Finds where a suspended coroutine stands, frame by frame. It works in production, and costs nothing until
 * it is used.
 *
 * PROBE is sent to the outermost frame through `next()`. Delegation carries it inwards. Plain generators pass
 * it on by themselves. The `next()` of a Coroutine passes it into its own generator. At the end stands what
 * the coroutine waits for. That captures the native stack, on which every generator of the chain stands at
 * that moment, and each suspends again as before. User code does not run. Some frames would be resumed by a
 * probe: a frame that has not begun, one at a bare `yield`, an iterator made by hand. Such a frame is named,
 * and its place is left unknown.
 */

import { limitStacks } from '../base/stack-limit.ts'
import { state } from '../current/state.ts'
import { ALL, type Captured, capture } from './capture.ts'
import { home } from './machinery.ts'
import { linesAbove, readPlaces } from './native-stack.ts'
import { isGenerator, PROBE } from './probe.ts'
import { StackFrame } from './stack-frame.ts'

/** A frame of a coroutine, with what a probe needs to know. */
export interface AskableFrame {
  readonly functionName: string
  /** @internal Null once it has ended. */
  readonly _generator: Iterator<unknown, unknown, unknown> | null
  /** @internal The coroutine that awaits it. */
  readonly _parent: AskableFrame | null
  /** @internal May its parent be asked? */
  readonly _isForwarded: boolean
}

/** Frames from the innermost on. */
export interface AskableStack {
  /** @internal */
  readonly _top: AskableFrame
}

/**
 * All frames of a suspended stack, outermost first. `askable`: what the innermost frame waits for answers a
 * probe.
 */
export function framesOf(frames: AskableStack, askable: boolean): StackFrame[] {
  return askChain(frames._top, askable)
}

/**
 * `innermost` and the frames that wait for it, outermost first. `beyond` is what it waits for, if that must
 * not be entered.
 */
export function askChain(
  innermost: AskableFrame,
  askable: boolean,
  beyond: AskableFrame | null = null,
): StackFrame[] {
  const chain: AskableFrame[] = []
  for (let frame: AskableFrame | null = innermost; frame !== null; frame = frame._parent) chain.push(frame)
  chain.reverse()
  const places: StackFrame[] = []
  let from = 0
  for (let at = 0; at < chain.length; at++) {
    const frame = chain[at] as AskableFrame
    const child = chain[at + 1]
    const enterable =
      frame._generator !== null &&
      isGenerator(frame._generator) &&
      (child === undefined ? askable : child._isForwarded)
    if (enterable && child !== undefined) continue
    if (enterable) places.push(...ask(chain, from, at + 1, beyond))
    else {
      if (at > from) places.push(...ask(chain, from, at, frame))
      places.push(new StackFrame(frame.functionName))
    }
    from = at + 1
  }
  return places
}

/** The native frames of one coroutine: its body, the engine's entry into that, and its own `next`. */
const LINES_OF_A_FRAME = 3
/** What answers, what asks, and a plain generator. */
const LINES_MORE = 4

/**
 * The places of the frames `from` to `to - 1` of `chain`, and of plain generators between them. `stop` is the
 * frame at `to`, if there is one.
 */
function ask(
  chain: readonly AskableFrame[],
  from: number,
  to: number,
  stop: AskableFrame | null,
): StackFrame[] {
  const root = chain[from] as AskableFrame
  // Each line costs, and below those that are asked for stands the whole stack of the asker.
  const few = LINES_OF_A_FRAME * (to - from) + LINES_MORE
  const places: StackFrame[] = []
  const isWhole = readFrames(root, stop, few, places) || readFrames(root, stop, ALL, places)
  if (!isWhole && to - from > 1) {
    // The engine makes no longer stacks: 100 lines, or 128.
    const middle = (from + to) >> 1
    const inner = chain[middle] as AskableFrame
    return [...ask(chain, from, middle, inner), ...ask(chain, middle, to, stop)]
  }
  // Of many plain generators in one frame, the innermost.
  if (!isWhole || places.length === 0) places.push(new StackFrame(root.functionName))
  return places.reverse()
}

/** Puts what a probe finds on the stack into `places`, innermost first; false if that has been cut off. */
function readFrames(
  root: AskableFrame,
  stop: AskableFrame | null,
  limit: number,
  places: StackFrame[],
): boolean {
  const outer = state.frames
  state.frames = null
  state.probed = null
  state.probeStop = stop
  const before = limitStacks(limit)
  try {
    root._generator?.next(PROBE)
  } finally {
    limitStacks(before)
    state.frames = outer
    state.probeStop = null
  }
  const { probed } = state as { probed: Captured | null }
  state.probed = null
  places.length = 0
  return probed === null || readPlaces(probed, ASKING, places)
}

/** Where a question enters them, and a step: see coroutine.ts and task.ts. */
const ASKING = /^readFrames$/
const RESUMING = /^(?:resume|_step)/

/** The places on the native stack of the calling code, down to where the loop called it; outermost first. */
export function placesRunning(): StackFrame[] {
  const places: StackFrame[] = []
  readPlaces(capture(placesRunning, ALL), RESUMING, places)
  // The iterator something is thrown into may be another package's; it is no place of the program.
  while (/\bthrow$/.test(places[0]?.name ?? '')) places.shift()
  return places.reverse()
}

/** As `placesRunning`, without the functions of core that were called to ask. */
export function placesOutsideCore(): StackFrame[] {
  const places = placesRunning()
  const last = places.findLastIndex((place) => place.file?.startsWith(home()) !== true)
  return last === -1 ? places : places.slice(0, last + 1)
}

/**
 * A stack without the lines below the frame that a step resumed: the loop, and the world that called it. If
 * the engine has cut the stack off above that, after `limit` lines, a last line says so.
 */
export function ownLines(stack: string, limit: number): string[] {
  return linesAbove(stack, RESUMING, limit)
}
