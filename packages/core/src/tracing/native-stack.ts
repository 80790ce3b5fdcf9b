<<<<<<< HEAD
/** The engine's own stack, read as places in the program. */

import { isError, readSafely } from '../base/text.ts'
import { placeOfSite, readSites, sitesOf } from './call-sites.ts'
import type { Captured } from './capture.ts'
import { home, isMachinery, ownFunction } from './machinery.ts'
import type { StackFrame } from './stack-frame.ts'
import { isNative, linesOf, lineTest, placeIn } from './stack-text.ts'

/**
 * Adds the user's frames of a stack to `places`, innermost first, down to core's function of the name `end`. False if the
 * stack does not reach that far.
=======
/**
 * The engine's own stack, read as places in the program.
 *
 * A stack is text, and most of the cost is making and parsing that text. V8 also provides the lines as
 * objects (call sites), but only to `Error.prepareStackTrace`, which belongs to the program. So this file
 * replaces that function while it reads one stack of core. It does so only on Node, and only if the text is
 * the engine's own. If the program or a tool has set a formatter, or source maps are on, the text shows other
 * places. Both ways return the same; a test compares them.
 */

import { isError, readSafely } from '../base/text.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'

declare module '../current/state.ts' {
  interface State {
    /** The folder core was loaded from. */
    home: string | undefined
  }
}

/** A place in the code: a coroutine or generator, and where it stands. */
export class StackFrame {
  /** The function's name. */
  readonly name: string
  /** The file as the engine names it (mapped if source maps are on); undefined if the place is unknown. */
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(name: string, file?: string, line?: number, column?: number) {
    this.name = name
    this.file = file
    this.line = line
    this.column = column
  }

  /** Formats it as a line of a stack: `work (/srv/app.ts:10:3)`. */
  toString(): string {
    return this.file === undefined
      ? `${this.name} (place unknown)`
      : `${this.name} (${this.file}:${this.line}:${this.column})`
  }
}

/** The object that a stack was captured into. */
export interface Captured {
  stack?: string
}

/** More lines than any stack has. */
export const ALL = 3000

/** The stack of the calling code, from the caller of `above` on, `limit` lines of it. */
export function capture(above: (...args: never[]) => unknown, limit: number): Captured {
  const captured: Captured = {}
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  Error.captureStackTrace(captured, above)
  Error.stackTraceLimit = before
  return captured
}

/**
 * The user's frames of a stack, innermost first, down to core's function whose name matches `end`. Undefined
 * if the stack was cut off after `limit` lines before that function.
>>>>>>> eng-a
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

/** The lines of a stack without the functions of core on top, which only made the object in question. */
export function outsideCore(stack: unknown): string {
<<<<<<< HEAD
  const lines = linesOf(stack)
  const first = lines.findIndex((line) => !line.includes(home()) && placeIn(line).length > 0)
=======
  // A formatter of the program may return something that is not text.
  if (typeof stack !== 'string') return ''
  const lines = stack.split('\n').slice(1)
  const first = lines.findIndex((line) => !line.includes(home()))
>>>>>>> eng-a
  return lines.slice(first === -1 ? 0 : first).join('\n')
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
<<<<<<< HEAD
=======

/**
 * The folder core was loaded from; for joined files, their folder. It tells a program's own `resume` from
 * core's.
 */
export function home(): string {
  state.home ??= linesOf(capture(home, 1).stack)
    .flatMap(placeIn)[0]
    ?.file?.replace(/(?:tracing[/\\])?[^/\\]*$/, '')
  return state.home ?? ''
}

/** Functions of core that are not shown if they stand above the function a stack is read down to. */
const MACHINERY =
  /^(?:[_#]|resume|throw|(?:next|getStack|aroundStep|answerProbe|placesOf|noteThrown|started)$)/

// ------------------------------------------------------------------ as call sites

/** V8's object for one line, with the methods used here. */
interface CallSite {
  getFunctionName(): string | null
  getScriptNameOrSourceURL(): string | null | undefined
  getLineNumber(): number
  getColumnNumber(): number
  isToplevel(): boolean
}

type Formatter = (error: unknown, sites: CallSite[]) => unknown

function sitesOf(captured: Captured): readonly CallSite[] | undefined {
  const holder = Error as unknown as { prepareStackTrace?: Formatter | undefined }
  const formatter = holder.prepareStackTrace
  if (!isTextTheEngines(formatter)) return undefined
  holder.prepareStackTrace = takeSites
  try {
    const sites = captured.stack as unknown
    return Array.isArray(sites) ? sites : undefined
  } finally {
    holder.prepareStackTrace = formatter
  }
}

function takeSites(_error: unknown, sites: CallSite[]): unknown {
  return sites
}

/** Newer Nodes set a function of their own, with this name. */
function isTextTheEngines(formatter: Formatter | undefined): boolean {
  if (world.process?.sourceMapsEnabled !== false) return false
  const { bun, deno } = world.process.versions ?? {}
  if ((bun ?? deno) !== undefined) return false
  return formatter === undefined || formatter.name === 'ErrorPrepareStackTrace'
}

/**
 * Adds the program's places. Returns true if it reached `end`. Each question to a site costs time, so few are
 * asked.
 */
function readSites(sites: readonly CallSite[], end: RegExp, places: StackFrame[]): boolean {
  const core = home()
  for (const site of sites) {
    const file = site.getScriptNameOrSourceURL()
    // The engine's own entry into a generator. For code of eval() the file is undefined.
    if (file === null) continue
    const name = site.getFunctionName()
    if (name !== null && file?.startsWith(core)) {
      if (end.test(name)) return true
      if (MACHINERY.test(name)) continue
    }
    // The engine decides how methods and accessors are named.
    if (!file || !name || !site.isToplevel()) places.push(...placeIn(AT + site))
    else places.push(new StackFrame(name, file, site.getLineNumber(), site.getColumnNumber()))
  }
  return false
}

// ------------------------------------------------------------------ as text

const AT = '    at '

/** As `readSites`. */
function readText(lines: readonly string[], end: RegExp, places: StackFrame[]): boolean {
  const core = home()
  for (const line of lines) {
    if (line.includes(core)) {
      const name = lastName(functionOf(line))
      if (end.test(name)) return true
      if (MACHINERY.test(name)) continue
    }
    places.push(...placeIn(line))
  }
  return false
}

/** The lines of a stack. None if a formatter of the program made something other than text. */
function linesOf(stack: unknown): string[] {
  return typeof stack === 'string' ? stack.split('\n').filter((line) => line.startsWith(AT)) : []
}

/** The function of a line of a stack; empty if it has no name. */
function functionOf(line: string): string {
  const end = line.indexOf(' (', AT.length)
  return end === -1 ? '' : line.slice(line.startsWith('async ', AT.length) ? AT.length + 6 : AT.length, end)
}

/** `Frame.next [as call]` is `next`. */
function lastName(name: string): string {
  const end = name.indexOf(' [as ')
  const whole = end === -1 ? name : name.slice(0, end)
  return whole.slice(whole.lastIndexOf('.') + 1)
}

/** The place that a line of a stack shows. Empty if the line shows no place in a file. */
function placeIn(line: string): StackFrame[] {
  const name = functionOf(line)
  const place =
    name === ''
      ? line.slice(AT.length).replace(/^async /, '')
      : line.slice(line.indexOf(' (', AT.length) + 2, -1)
  const columnAt = place.lastIndexOf(':')
  const rowAt = place.lastIndexOf(':', columnAt - 1)
  const row = Number(place.slice(rowAt + 1, columnAt))
  const column = Number(place.slice(columnAt + 1))
  if (rowAt < 1 || Number.isNaN(row) || Number.isNaN(column)) return []
  return [new StackFrame(name === '' ? '<anonymous>' : name, place.slice(0, rowAt), row, column)]
}
>>>>>>> eng-a
