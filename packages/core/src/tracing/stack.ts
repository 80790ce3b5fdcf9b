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

import { state } from '../current/state.ts'
import { ALL, capture, home, linesAbove, placesAbove, StackFrame } from './native-stack.ts'
import { isGenerator, PROBE } from './probe.ts'

/** A frame of a coroutine, with what a probe needs to know. */
export interface AskableFrame {
  readonly name: string
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
    const first = chain[from] as AskableFrame
    if (enterable) places.push(...ask(first, beyond, at + 1 - from))
    else {
      if (at > from) places.push(...ask(first, frame, at - from))
      places.push(new StackFrame(frame.name))
    }
    from = at + 1
  }
  return places
}

/** The native frames of one coroutine: its body, the engine's entry into that, and its own `next`. */
const LINES_OF_A_FRAME = 3
/** The native frames of the code that answers, of the code that asks, and of a plain generator. */
const LINES_MORE = 3

/**
 * The places from `root` inwards, without `stop`: those of `count` frames and of the generators between them.
 */
function ask(root: AskableFrame, stop: AskableFrame | null, count: number): StackFrame[] {
  // Each line costs time, and below the wanted lines stands the whole stack of the asking code.
  const few = LINES_OF_A_FRAME * count + LINES_MORE
  const places = placesOf(root, stop, few) ?? placesOf(root, stop, ALL) ?? []
  return places.length === 0 ? [new StackFrame(root.name)] : places.reverse()
}

function placesOf(root: AskableFrame, stop: AskableFrame | null, limit: number): StackFrame[] | undefined {
  const outer = state.frames
  const limitBefore = Error.stackTraceLimit
  state.frames = null
  state.probed = null
  state.probeStop = stop
  Error.stackTraceLimit = limit
  try {
    root._generator?.next(PROBE)
  } finally {
    state.frames = outer
    state.probeStop = null
    Error.stackTraceLimit = limitBefore
  }
  const { probed } = state as { probed: { stack?: string } | null }
  state.probed = null
  return probed === null ? [] : placesAbove(probed, ASKING, limit)
}

/**
 * The functions through which a probe, or a step, enters the frames: see `placesOf` here, resume.ts and
 * stepping.ts.
 */
const ASKING = /^placesOf$/
const RESUMING = /^(?:resume|_step)/

/** The places on the native stack of the calling code, down to where the loop called it; outermost first. */
export function placesRunning(): StackFrame[] {
  const places = placesAbove(capture(placesRunning, ALL), RESUMING, ALL) ?? []
  // The iterator that an error is thrown into may belong to another package. It is no place of the program.
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
