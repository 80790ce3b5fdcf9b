/**
 * Short texts for values, as reprs show them.
 *
 * A repr is often made for a report of another error, so these functions never fail, whatever the value is.
 * They read all properties through text.ts, and leave out what a value refuses to tell.
 */

import { isError, readSafely } from './text.ts'

/** A short text for a value. */
export function shorten(value: unknown): string {
  if (isError(value)) return shortenError(value)
  if (typeof value === 'string') return quoted(value.length > 30 ? `${value.slice(0, 30)}…` : value)
  if (typeof value === 'object' && value !== null) return `<${className(value) || 'object'}>`
  if (typeof value === 'function') return `<${`function ${nameOf(value)}`.trim()}>`
  return String(value)
}

function shortenError(error: Error): string {
  const message = readSafely(error, 'message')
  return `${nameOf(error) || 'Error'}(${typeof message !== 'string' || message === '' ? '' : quoted(message)})`
}

/** The name of the class of `value`, or ''. */
export function className(value: object): string {
  const made = readSafely(value, 'constructor')
  return typeof made === 'function' ? nameOf(made) : ''
}

/** The name of a function or an error, or ''. */
export function nameOf(thing: object): string {
  const name = readSafely(thing, 'name')
  return typeof name === 'string' ? name : ''
}

/** A string as Python shows it. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`
}
