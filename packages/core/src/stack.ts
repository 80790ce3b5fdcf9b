/**
 * Where a suspended coroutine stands, frame by frame, in production and at no cost until asked.
 *
 * PROBE is sent to the outermost frame through `next()`. Delegation carries it inwards: through plain generators by
 * itself, through a Coroutine by its `next()`, which passes it into its own generator, down to what is waited for. That
 * captures the native stack, on which every generator of the chain stands at that moment, and each suspends again as
 * it had. User code does not run. A frame that would be resumed by this is named, and its place left unknown: one that
 * has not begun, one that stands at a bare `yield`, an iterator made by hand.
 */

import type { Frame, FrameStack } from './coroutine.ts'
import { isGenerator, PROBE } from './probe.ts'
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

/** Deep enough for any chain: a coroutine takes three lines of the native stack. */
const DEEP = 3000

/** All frames of a stack that is suspended, outermost first; `askable`: the innermost stands at what answers. */
export function framesOf(frames: FrameStack, askable: boolean): StackFrame[] {
  return askChain(frames._top, askable)
}

/** `innermost` and those that wait for it, outermost first; `beyond` is what it waits for, where that must not be entered. */
export function askChain(
  innermost: Frame<unknown>,
  askable: boolean,
  beyond: Frame<unknown> | null = null,
): StackFrame[] {
  const chain: Frame<unknown>[] = []
  for (let frame: Frame<unknown> | null = innermost; frame !== null; frame = frame._parent) chain.push(frame)
  chain.reverse()
  const places: StackFrame[] = []
  let from = 0
  chain.forEach((frame, at) => {
    const child = chain[at + 1]
    const enterable =
      frame._generator !== null &&
      isGenerator(frame._generator) &&
      (child === undefined ? askable : child._isForwarded)
    if (enterable && child !== undefined) return
    const first = chain[from] as Frame<unknown>
    if (enterable) places.push(...ask(first, beyond))
    else {
      if (at > from) places.push(...ask(first, frame))
      places.push(new StackFrame(frame.name))
    }
    from = at + 1
  })
  return places
}

/** The places from `root` inwards, down to but without `stop`. */
function ask(root: Frame<unknown>, stop: Frame<unknown> | null): StackFrame[] {
  const outer = state.frames
  const limit = Error.stackTraceLimit
  state.frames = null
  state.probed = null
  state.probeStop = stop
  Error.stackTraceLimit = DEEP
  try {
    root._generator?.next(PROBE)
  } finally {
    state.frames = outer
    state.probeStop = null
  }
  const { probed } = state as { probed: { stack?: string } | null }
  state.probed = null
  const places = probed === null ? [] : placesAbove(probed, ASK)
  Error.stackTraceLimit = limit
  return places.length === 0 ? [new StackFrame(root.name)] : places.reverse()
}

const ASK = 'ask'
const RESUME = 'resume'

/** The places on the native stack of the code that asks, down to where the loop called it; outermost first. */
export function placesRunning(): StackFrame[] {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = DEEP
  const places = placesAbove(new Error('here'), RESUME)
  Error.stackTraceLimit = limit
  return places.reverse()
}

/** The same, without the functions of core that were called to ask. */
export function placesOutsideCore(): StackFrame[] {
  const places = placesRunning()
  const last = places.findLastIndex((place) => place.file?.startsWith(home()) !== true)
  return last === -1 ? places : places.slice(0, last + 1)
}

/** The lines of a stack without the functions of core on top, which only made what is asked about. */
export function outsideCore(stack: string): string {
  const lines = stack.split('\n').slice(1)
  const first = lines.findIndex((line) => !line.includes(home()))
  return lines.slice(first === -1 ? 0 : first).join('\n')
}

/** The places in the stack of an error, outermost first. */
export function placesInError(error: unknown): StackFrame[] {
  if (!(error instanceof Error)) return []
  return linesOf(error).flatMap(placeOf).reverse()
}

/** What of `error`'s stack is the program's own, innermost first, down to the function called `end`. */
function placesAbove(error: { stack?: string }, end: string): StackFrame[] {
  const places: StackFrame[] = []
  for (const line of linesOf(error)) {
    if (functionOf(line) === end) break
    if (!isInternal(line)) places.push(...placeOf(line))
  }
  return places
}

const AT = '    at '

function linesOf(error: { stack?: string | undefined }): string[] {
  return (error.stack ?? '').split('\n').filter((line) => line.startsWith(AT))
}

/** The function of a line of a stack; empty where it has no name. */
function functionOf(line: string): string {
  const end = line.indexOf(' (', AT.length)
  return end === -1 ? '' : line.slice(line.startsWith('async ', AT.length) ? AT.length + 6 : AT.length, end)
}

/** Where a line of a stack stands; nothing for what is no place in a file. */
function placeOf(line: string): StackFrame[] {
  const name = functionOf(line)
  const place = name === '' ? line.slice(AT.length) : line.slice(line.indexOf(' (', AT.length) + 2, -1)
  const columnAt = place.lastIndexOf(':')
  const rowAt = place.lastIndexOf(':', columnAt - 1)
  const row = Number(place.slice(rowAt + 1, columnAt))
  const column = Number(place.slice(columnAt + 1))
  if (rowAt < 1 || Number.isNaN(row) || Number.isNaN(column)) return []
  return [new StackFrame(name === '' ? '<anonymous>' : name, place.slice(0, rowAt), row, column)]
}

/** By these the machinery of a step shows: the driver of frames, a task, the loop, the probe itself. */
const MACHINERY: ReadonlySet<string> = new Set([
  'next',
  'throw',
  '_enter',
  '_run',
  '_step',
  '_runStep',
  '_runThrowing',
  '_frames',
  'getStack',
  '_startEagerly',
  '#iterate',
  '#iterateWithinBudget',
  '#runWatched',
  '#job',
  '#alarm',
  'aroundStep',
  'resume',
  'drive',
  'throwInto',
  'answerProbe',
  'ask',
  'askChain',
  'framesOf',
  'placesRunning',
  'noteAwait',
  'noteThrown',
  'resumeByHand',
])

/** A stack without what stands below the frame that a step resumed: the loop, and the world that called it. */
export function ownLines(stack: string): string[] {
  const lines = stack.split('\n')
  const end = lines.findIndex((line) => functionOf(line) === RESUME && isInternal(line))
  return lines.slice(0, end === -1 ? undefined : end).filter((line) => !isInternal(line))
}

/** Is it a line of acoro's machinery, or the engine's own entry into a generator (`work.next (<anonymous>)`)? */
function isInternal(line: string): boolean {
  if (line.endsWith('(<anonymous>)')) return true
  const name = functionOf(line).replace(/ \[as .*/, '')
  return MACHINERY.has(name.slice(name.lastIndexOf('.') + 1)) && line.includes(home())
}

/** The folder this file was loaded from, so that a program's own `resume` is not taken for ours. */
function home(): string {
  state.home ??=
    linesOf(new Error('here'))
      .flatMap(placeOf)[0]
      ?.file?.replace(/[^/\\]*$/, '') ?? ''
  return state.home
}
