/**
 * Errors as they travel: class, message, stack, cause and own properties.
 *
 * Whatever comes from Redis may be forged. So a class is looked up in a list and never by its name,
 * properties are defined one by one and never assigned, and text and chains are cut. An error of a class that
 * is not listed is an Error with the name of its class.
 *
 * Invariant: encoding an error never throws.
 */

import { CancelledError, ExceptionGroup, InvalidStateError, RuntimeError, TimeoutError } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import {
  CancelTimeoutError,
  DistributedError,
  JobLostError,
  KeyConflictError,
  LockLostError,
  MessageError,
  UnknownJobError,
  WorkerLostError,
} from '../base/errors.ts'

/** A class of errors, whatever its constructor needs: it is not called. */
// biome-ignore lint/suspicious/noExplicitAny: only the prototype is used.
export type ErrorClass = abstract new (...args: any[]) => Error

/** An error on its way. The names are short, because every failure carries them. */
export interface ErrorRecord {
  readonly n: string
  readonly m: string
  readonly k?: string
  readonly c?: unknown
  /** The errors of a group. */
  readonly e?: readonly unknown[]
  readonly p?: ReadonlyArray<readonly [name: string, value: unknown]>
}

const known: readonly ErrorClass[] = [
  ...[Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError],
  ...[CancelledError, ExceptionGroup, InvalidStateError, RuntimeError, TimeoutError],
  ...[DistributedError, JobLostError, WorkerLostError, CancelTimeoutError, MessageError],
  ...[UnknownJobError, KeyConflictError, LockLostError],
]

const LONGEST_TEXT = 8192
const LONGEST_CHAIN = 8
const MOST_PROPERTIES = 50
const told: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors'])

/** The classes that errors are made of again, by name. */
export class ErrorClasses {
  readonly #prototypes = new Map<string, object>()

  constructor(own: readonly ErrorClass[]) {
    for (const { name, prototype } of [...known, ...own]) this.#prototypes.set(name, prototype)
  }

  /** The error again. Throws for what is no record of an error. */
  revive(record: unknown): Error {
    const { n, m, k, c, e, p } = record as Partial<ErrorRecord>
    if (typeof n !== 'string' || typeof m !== 'string')
      throw new TypeError('an error without name or message')
    const error = new Error(cut(m))
    const prototype = this.#prototypes.get(n)
    if (prototype !== undefined) Object.setPrototypeOf(error, prototype)
    if (Array.isArray(p)) {
      for (const [name, value] of p.slice(0, MOST_PROPERTIES)) define(error, String(name), value, true)
    }
    if (error.name !== n) define(error, 'name', cut(n), false)
    if (c !== undefined) define(error, 'cause', c, false)
    if (Array.isArray(e)) define(error, 'errors', e, false)
    define(error, 'stack', typeof k === 'string' ? cut(k) : `${cut(n)}: ${cut(m)}`, false)
    return error
  }
}

/** What travels of an error. `fits` says whether a value can be sent, `stack` whether the stack may be. */
export function recordOf(error: Error, stack: boolean, fits: (value: unknown) => boolean): ErrorRecord {
  return recordAt(error, { stack, fits }, 0)
}

interface How {
  readonly stack: boolean
  readonly fits: (value: unknown) => boolean
}

function recordAt(error: Error, how: How, depth: number): ErrorRecord {
  const record: { -readonly [K in keyof ErrorRecord]: ErrorRecord[K] } = {
    n: nameOf(error),
    m: cut(textIn(error, 'message') ?? ''),
  }
  const stack = how.stack ? textIn(error, 'stack') : undefined
  if (stack !== undefined) record.k = cut(stack)
  const properties = propertiesOf(error, how)
  if (properties.length > 0) record.p = properties
  if (depth >= LONGEST_CHAIN) return record
  const cause = read(error, 'cause')
  if (cause !== undefined) record.c = sendable(cause, how, depth)
  const errors = read(error, 'errors')
  if (Array.isArray(errors)) {
    record.e = errors.slice(0, MOST_PROPERTIES).map((one) => sendable(one, how, depth))
  }
  return record
}

/** A record as such: `Sent` marks it for the encoder, which would else take it for a plain object. */
export class Sent {
  readonly record: ErrorRecord

  constructor(record: ErrorRecord) {
    this.record = record
  }
}

function sendable(value: unknown, how: How, depth: number): unknown {
  if (isError(value)) return new Sent(recordAt(value, how, depth + 1))
  return how.fits(value) ? value : `${describeValue(value)}, which cannot be sent`
}

function propertiesOf(error: Error, how: How): [string, unknown][] {
  const found: [string, unknown][] = []
  try {
    for (const name of Object.keys(error)) {
      if (told.has(name) || found.length >= MOST_PROPERTIES) continue
      const value = read(error, name)
      if (value !== undefined && how.fits(value)) found.push([name, value])
    }
  } catch {
    // A Proxy whose traps throw.
  }
  return found
}

/** Errors of another realm count, too. A revoked Proxy throws at every question. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
  } catch {
    return false
  }
}

function nameOf(error: Error): string {
  const name = textIn(error, 'name') ?? 'Error'
  if (name !== 'Error') return cut(name)
  const className = textIn(read(error, 'constructor'), 'name')
  return className === undefined || className === '' ? name : cut(className)
}

function read(value: unknown, name: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[name]
  } catch {
    return undefined
  }
}

function textIn(value: unknown, name: string): string | undefined {
  const text = read(value, name)
  return typeof text === 'string' ? text : undefined
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}

/** Defined, not assigned: `__proto__` is a name like any other. */
function define(error: Error, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true, enumerable })
}
