/**
 * The text of a stack, line by line, in either of the two forms that engines write.
 *
 *   V8, Bun                       `Error: message`, then `    at Service.load (/srv/app.ts:10:3)`
 *   SpiderMonkey, JavaScriptCore  `load@https://host/app.js:10:3`, without a line for the message
 *
 * Assumption: no formatter of the program's writes anything else. A line in another form is no place.
 */

import { StackFrame } from './stack-frame.ts'

const AT = '    at '

/**
 * The lines that name a function; none if a formatter of the program's made something else than text of the
 * stack.
 */
export function linesOf(stack: unknown): string[] {
  if (typeof stack !== 'string') return []
  return stack.split('\n').filter(writesAt(stack) ? startsWithAt : namesPlace)
}

/** Does the line name a function, in a stack that is written as this one is? */
export function lineTest(stack: string): (line: string) => boolean {
  return writesAt(stack) ? startsWithAt : namesPlace
}

function writesAt(stack: string): boolean {
  return stack.includes(AT)
}

function startsWithAt(line: string): boolean {
  return line.startsWith(AT)
}

/** The name ends at the first `@` that is followed by an address; those of packages (`/@acoro/`) are not. */
const NAMED = /^([^@]*)@(?=$|[\w+.-]+:|\/|\[native)(.*)$/
const NAMELESS = /^(?:[\w+.-]+:\/)?\/.*:\d+:\d+$/

function namesPlace(line: string): boolean {
  return NAMED.test(line) || NAMELESS.test(line)
}

/**
 * The function of a line, without its class and without what the engine puts around it; empty if it has no
 * name.
 */
export function functionIn(line: string): string {
  if (!startsWithAt(line)) return nameOf(line)
  const name = labelOf(line)
  const end = name.indexOf(' [as ')
  const whole = end === -1 ? name : name.slice(0, end)
  return whole.slice(whole.lastIndexOf('.') + 1)
}

/** Is it the engine's own entry into a function: `next (<anonymous>)`, `next@[native code]`? */
export function isNative(line: string): boolean {
  return line.endsWith('(<anonymous>)') || line.endsWith('[native code]')
}

/** `Service.load` of `    at async Service.load (…)`; empty where there is no name. */
function labelOf(line: string): string {
  const end = line.indexOf(' (', AT.length)
  return end === -1 ? '' : line.slice(line.startsWith('async ', AT.length) ? AT.length + 6 : AT.length, end)
}

/** SpiderMonkey names a function without a name after what it stands in: `main/items<`, `main/<`. */
function nameOf(line: string): string {
  const name = NAMED.exec(line)?.[1] ?? ''
  const own = name.slice(Math.max(name.lastIndexOf('*'), name.lastIndexOf('/')) + 1)
  return own.endsWith('<') ? own.slice(0, -1) : own
}

/** Where a line of a stack stands; nothing for what is no place in a file. */
export function placeIn(line: string): StackFrame[] {
  const [name, place] = startsWithAt(line) ? partsAt(line) : [nameOf(line), NAMED.exec(line)?.[2] ?? line]
  const columnAt = place.lastIndexOf(':')
  const rowAt = place.lastIndexOf(':', columnAt - 1)
  const row = Number(place.slice(rowAt + 1, columnAt))
  const column = Number(place.slice(columnAt + 1))
  if (rowAt < 1 || Number.isNaN(row) || Number.isNaN(column)) return []
  const file = place.slice(0, rowAt)
  if (BUILT_IN.test(file)) return []
  return [new StackFrame(name === '' ? '<anonymous>' : name, file, row, column)]
}

/** Bun's names for code of the engine's own. */
const BUILT_IN = /^(?:native|\[source:\d+\])$/

function partsAt(line: string): [name: string, place: string] {
  const name = labelOf(line)
  return name === ''
    ? ['', line.slice(AT.length).replace(/^async /, '')]
    : [name, line.slice(line.indexOf(' (', AT.length) + 2, -1)]
}

/**
 * A line that says that `place` waited, as the engine that wrote `stack` would write it; text is written as
 * it is.
 */
export function asyncLine(place: StackFrame | string, stack: string): string {
  const at = writesAt(stack) || !namesPlace(stack.split('\n', 1)[0] as string)
  if (typeof place === 'string') return at ? AT + place : place
  if (at) return `${AT}async ${place}`
  const { name, file, line, column } = place
  return file === undefined ? `async*${name}@` : `async*${name}@${file}:${line}:${column}`
}
