/**
 * Where a suspended coroutine stands, frame by frame, in production and at no cost until asked.
 *
 * Each frame is sent PROBE through `next()`: delegation carries it to what the frame waits for, which captures the
 * native stack (every generator on the way stands on it) and suspends again. User code does not run. A frame that
 * cannot be asked without resuming it is named, and its place is left unknown: one that has not begun, one that
 * stands at a bare `yield`, and an iterator made by hand.
 */

import { type Coroutine, type FrameStack, isGenerator } from './coroutine.ts'
import { PROBE } from './future.ts'
import { state } from './state.ts'

/** A place in the code: a coroutine or generator, and where it stands. */
export class StackFrame {
  /** The function's name. */
  readonly name: string
  /** The file as the engine names it (mapped where source maps are on); undefined where the place is unknown. */
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(name: string, file?: string, line?: number, column?: number) {
    this.name = name
    this.file = file
    this.line = line
    this.column = column
  }

  /** As a line of a stack: `work (/srv/app.ts:10:3)`. */
  toString(): string {
    return this.file === undefined
      ? `${this.name} (place unknown)`
      : `${this.name} (${this.file}:${this.line}:${this.column})`
  }
}

/** The frames of whoever drives `frames`, outermost first; `topMayBeAsked` is false where the top would be resumed. */
export function framesOf(frames: FrameStack, topMayBeAsked: boolean): StackFrame[] {
  const found: StackFrame[][] = []
  let mayBeAsked = topMayBeAsked
  for (let frame: Coroutine<unknown> | null = frames._top; frame !== null; frame = frame._parent) {
    found.push(mayBeAsked ? placesOf(frame) : [new StackFrame(frame.name)])
    mayBeAsked = frame._isForwarded
  }
  return found.reverse().flat()
}

/** A frame and the plain generators it delegates to, outermost first. */
export function placesOf(frame: Coroutine<unknown>): StackFrame[] {
  const generator = frame._generator
  if (generator === null || !isGenerator(generator)) return [new StackFrame(frame.name)]
  const limit = Error.stackTraceLimit
  const outer = state.frames
  state.probed = null
  state.frames = null
  // Deep enough for a chain of plain generators above the code that asks.
  Error.stackTraceLimit = 100
  let here: string[] = []
  try {
    generator.next(PROBE)
    here = linesOf(new Error('here'))
  } catch {
    // A generator that is running cannot be asked.
  } finally {
    Error.stackTraceLimit = limit
    state.frames = outer
  }
  const probed = state.probed as Error | null
  state.probed = null
  if (probed === null) return [new StackFrame(frame.name)]
  // Above: the probe's own two lines. Below: the code that asks.
  const lines = linesOf(probed)
  const between = lines.slice(2, lines.length - here.length)
  const places = between.map(parseLine).filter((place) => place !== undefined)
  return places.length === 0 ? [new StackFrame(frame.name)] : places.reverse()
}

/** The places in the stack of an error, outermost first. */
export function placesInError(error: unknown): StackFrame[] {
  if (!(error instanceof Error)) return []
  return linesOf(error)
    .map(parseLine)
    .filter((place) => place !== undefined)
    .reverse()
}

function linesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  return stack.split('\n').filter((line) => /^\s+at /.test(line))
}

function parseLine(line: string): StackFrame | undefined {
  const match = /^\s+at (?:(?:async )?(.*?) \()?(?:(.+?):(\d+):(\d+))\)?$/.exec(line)
  if (match === null) return undefined
  const [, name, file, row, column] = match
  // `work.next (<anonymous>)` is the engine's own entry into a generator.
  if (file === undefined || file.includes('<anonymous>')) return undefined
  return new StackFrame(name ?? '<anonymous>', file, Number(row), Number(column))
}

/** The places on the native stack of the code that asks, up to where the loop called it; outermost first. */
export function placesRunning(): StackFrame[] {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 200
  const lines = linesOf(new Error('here'))
  Error.stackTraceLimit = limit
  // The frames of core below the user's: from the driver of frames down.
  const driver = lines.findIndex((line) => /^\s+at resume \(/.test(line))
  return lines
    .slice(3, driver === -1 ? undefined : driver)
    .map(parseLine)
    .filter((place) => place !== undefined)
    .reverse()
}
