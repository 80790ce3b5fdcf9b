/**
 * Values and errors as text for reports, by functions that cannot fail.
 *
 * A program can throw anything: a revoked Proxy, an object without a prototype, an error whose `stack` is a
 * getter that throws. A report about such a value must not become a second error, or the first one is lost.
 * So these functions make every access to a foreign value, and leave out what the value refuses to tell.
 */

import { describeValue } from './errors.ts'

/** The deepest level of causes and groups that is printed. A chain of thousands would exhaust the stack. */
const DEEPEST = 32
/** How many errors of one group are listed. */
const MOST_LISTED = 100

/** `String(value)`; a description if the value has no text. Never throws. */
export function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return describeValue(value)
  }
}

/** `value instanceof type`. Never throws. */
export function isA<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type
  } catch {
    return false
  }
}

/** Is it an error, of this realm or another one? Never throws. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
  } catch {
    return false
  }
}

/** Is it an array? Never throws. */
export function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** `object[key]`; undefined if reading it throws. */
export function readSafely(object: unknown, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

/**
 * The whole text of an error, as Node prints an uncaught one: its stack, its own properties, its cause, the
 * errors of a group. Never throws.
 */
export function errorText(error: unknown): string {
  try {
    return isError(error) ? linesOf(error, new Set(), 0).join('\n') : textOf(error)
  } catch {
    // For example, the errors of a group are a Proxy of an array.
    return textOf(error)
  }
}

function linesOf(error: Error, shown: Set<unknown>, depth: number): string[] {
  shown.add(error)
  const lines = stackOf(error).split('\n')
  const details = detailsOf(error, shown, depth)
  if (details.length === 0) return lines
  lines[lines.length - 1] += ' {'
  lines.push(...inside(details), '}')
  return lines
}

/** Indents the entries, and puts commas between them. */
function inside(entries: string[][]): string[] {
  return entries.flatMap((entry, at) => {
    const end = at === entries.length - 1 ? '' : ','
    return entry.map((line, row) => `  ${line}${row === entry.length - 1 ? end : ''}`)
  })
}

/** The stack, under the name and message. Not every engine puts those into the stack. */
function stackOf(error: Error): string {
  const title = textOf(error)
  const stack = readSafely(error, 'stack')
  if (typeof stack !== 'string' || stack === '') return title
  const message = readSafely(error, 'message')
  return typeof message === 'string' && !stack.includes(message) ? `${title}\n${stack}` : stack
}

function detailsOf(error: Error, shown: Set<unknown>, depth: number): string[][] {
  const details: string[][] = []
  for (const key of keysOf(error)) {
    const value = readSafely(error, key)
    if (value !== undefined) details.push(labelled(key, nested(value, shown, depth)))
  }
  const cause = readSafely(error, 'cause')
  if (cause !== undefined) details.push(labelled('[cause]', nested(cause, shown, depth)))
  const errors = readSafely(error, 'errors')
  if (isArray(errors)) details.push(listed(errors, shown, depth))
  return details
}

/** The names of its own properties, without those that are printed separately. */
function keysOf(error: Error): string[] {
  try {
    return Object.keys(error).filter((key) => !['name', 'stack', 'message', 'cause', 'errors'].includes(key))
  } catch {
    return []
  }
}

function labelled(label: string, lines: string[]): string[] {
  return [`${label}: ${lines[0]}`, ...lines.slice(1)]
}

function listed(errors: readonly unknown[], shown: Set<unknown>, depth: number): string[] {
  const entries = errors.slice(0, MOST_LISTED).map((error) => nested(error, shown, depth))
  if (errors.length > MOST_LISTED) entries.push([`… ${errors.length - MOST_LISTED} more`])
  return ['[errors]: [', ...inside(entries), ']']
}

function nested(value: unknown, shown: Set<unknown>, depth: number): string[] {
  if (!isError(value)) return [typeof value === 'string' ? JSON.stringify(value) : shortTextOf(value)]
  if (shown.has(value)) return [`${textOf(value)} (see above)`]
  if (depth === DEEPEST) return [`${textOf(value)} (and what lies deeper)`]
  return linesOf(value, shown, depth + 1)
}

/** The text of a value; a description for an object without a text of its own. */
function shortTextOf(value: unknown): string {
  const text = textOf(value)
  return text.startsWith('[object ') || isArray(value) ? describeValue(value) : text
}
