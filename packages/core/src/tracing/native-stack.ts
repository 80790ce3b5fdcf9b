/**
 * The engine's own stack, read as places in the program.
 *
 * A stack is text, and making and taking apart that text is most of what asking for it costs. V8 hands out the lines as
 * objects, too (call sites), but only to `Error.prepareStackTrace`, which belongs to the program. So it is borrowed for
 * the moment of reading one stack of ours, on Node, and only where the text is the engine's own: not where the program
 * or a tool has put a function there, nor where source maps are on, for then the text tells other places.
 * Both ways give the same; a test compares them.
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

/** What a stack was captured into. */
export interface Captured {
  stack?: string
}

/** More than any stack has. */
export const ALL = 3000

/** The stack of the code that asks, from the caller of `above` on, `limit` lines of it. */
export function capture(above: (...args: never[]) => unknown, limit: number): Captured {
  const captured: Captured = {}
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = limit
  Error.captureStackTrace(captured, above)
  Error.stackTraceLimit = before
  return captured
}

/**
 * What of a stack is the program's own, innermost first, down to core's function of the name `end`. Undefined where
 * the `limit` lines it was captured with do not reach that far.
 */
export function placesAbove(captured: Captured, end: RegExp, limit: number): StackFrame[] | undefined {
  const places: StackFrame[] = []
  const sites = sitesOf(captured)
  const lines = sites ?? linesOf(captured.stack)
  const isWhole =
    sites === undefined ? readText(lines as readonly string[], end, places) : readSites(sites, end, places)
  return isWhole || lines.length < limit ? places : undefined
}

/** The innermost place, whatever function it is in. */
export function firstPlace(captured: Captured): StackFrame | undefined {
  const lines = sitesOf(captured)?.map((site) => AT + site) ?? linesOf(captured.stack)
  return lines.flatMap(placeIn)[0]
}

/** The places in the stack of an error, innermost first. */
export function placesInError(error: unknown): StackFrame[] {
  return isError(error) ? linesOf(readSafely(error, 'stack')).flatMap(placeIn) : []
}

/** The lines of a stack without the functions of core on top, which only made what is asked about. */
export function outsideCore(stack: unknown): string {
  // A formatter of the program's may make something else of it.
  if (typeof stack !== 'string') return ''
  const lines = stack.split('\n').slice(1)
  const first = lines.findIndex((line) => !line.includes(home()))
  return lines.slice(first === -1 ? 0 : first).join('\n')
}

/**
 * A stack without core's machinery, and without what stands below a function of core that `end` names; with a mark where
 * it does not reach that far, because it was cut off after `limit` lines.
 */
export function linesAbove(stack: string, end: RegExp, limit: number): string[] {
  const lines: string[] = []
  let places = 0
  for (const line of stack.split('\n')) {
    if (line.startsWith(AT)) {
      places++
      if (line.endsWith('(<anonymous>)')) continue
      const name = lastName(functionOf(line))
      if (MACHINERY.test(name) && line.includes(home())) {
        if (end.test(name)) return lines
        continue
      }
    }
    lines.push(line)
  }
  if (places >= limit) lines.push('    … and more')
  return lines
}

/** The folder core was loaded from, so that a program's own `resume` is not taken for ours; of joined files, their folder. */
export function home(): string {
  state.home ??= linesOf(capture(home, 1).stack)
    .flatMap(placeIn)[0]
    ?.file?.replace(/(?:tracing[/\\])?[^/\\]*$/, '')
  return state.home ?? ''
}

/** Functions of core that are no place of a program's, where they stand above what a stack is read down to. */
const MACHINERY =
  /^(?:[_#]|resume|throw|(?:next|getStack|aroundStep|answerProbe|placesOf|noteThrown|started)$)/

// ------------------------------------------------------------------ as call sites

/** What V8 gives for a line; the methods used here. */
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

/** Newer Nodes have a function of their own there, by this name. */
function isTextTheEngines(formatter: Formatter | undefined): boolean {
  if (world.process?.sourceMapsEnabled !== false) return false
  const { bun, deno } = world.process.versions ?? {}
  if ((bun ?? deno) !== undefined) return false
  return formatter === undefined || formatter.name === 'ErrorPrepareStackTrace'
}

/** Adds the program's places; true where it came to `end`. Each question to a site costs, so few are asked. */
function readSites(sites: readonly CallSite[], end: RegExp, places: StackFrame[]): boolean {
  const core = home()
  for (const site of sites) {
    const file = site.getScriptNameOrSourceURL()
    // The engine's own entry into a generator; code of eval() has undefined.
    if (file === null) continue
    const name = site.getFunctionName()
    if (name !== null && file?.startsWith(core)) {
      if (end.test(name)) return true
      if (MACHINERY.test(name)) continue
    }
    // How methods and accessors are named is the engine's business.
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

/** None where a formatter of the program's made something else than text of it. */
function linesOf(stack: unknown): string[] {
  return typeof stack === 'string' ? stack.split('\n').filter((line) => line.startsWith(AT)) : []
}

/** The function of a line of a stack; empty where it has no name. */
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

/** Where a line of a stack stands; nothing for what is no place in a file. */
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
