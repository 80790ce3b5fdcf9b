/**
 * Sends errors between threads.
 *
 * Structured clone keeps the message and the stack of an error. It loses the class, own properties such as
 * `code`, and on older platforms the cause. So an error travels as a record, and is made again from it. It
 * has its class again if the receiving side knows that class, else it is an Error with the name of its class.
 *
 * Both sides know the error classes of the language. The loop also knows five classes of core; a worker knows
 * no more. User classes are never known, because their constructors may need any arguments.
 *
 * Invariant: encoding never throws, and its result can always be cloned. Otherwise an error could end the
 * worker, or leave a job without an end.
 */

import { types } from 'node:util'
import { findUncloneable } from './cloneable.ts'
import { messageOf } from './text.ts'

export interface EncodedError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Present if the error has one. */
  readonly cause?: Encoded
  /** The errors of an AggregateError. */
  readonly errors?: readonly Encoded[]
  /** Own properties that can be cloned: `code`, `path`, … */
  readonly properties: ReadonlyArray<readonly [name: string, value: unknown]>
}

/** Anything that was thrown: an error, or another value. */
export interface Encoded {
  readonly error?: EncodedError
  readonly value?: unknown
}

type ErrorClass = new (message?: string, options?: ErrorOptions) => Error

/** Classes that a side knows beside those of the language, by name. */
export type ErrorClasses = ReadonlyMap<string, ErrorClass>

const languageErrors: ErrorClasses = new Map<string, ErrorClass>([
  ['Error', Error],
  ['EvalError', EvalError],
  ['RangeError', RangeError],
  ['ReferenceError', ReferenceError],
  ['SyntaxError', SyntaxError],
  ['TypeError', TypeError],
  ['URIError', URIError],
])

/** A chain of causes is cut at this depth, because it may be a circle. */
const DEEPEST = 8
/** How many errors a record may hold, because groups may contain one another. */
const MOST_ERRORS = 1000

export function encodeThrown(thrown: unknown): Encoded {
  return encode(thrown, 0, { left: MOST_ERRORS })
}

interface Budget {
  left: number
}

function encode(thrown: unknown, depth: number, budget: Budget): Encoded {
  budget.left--
  if (isError(thrown)) return { error: encodeError(thrown, depth, budget) }
  const copy = copyOf(thrown)
  if (copy !== undefined) return copy
  const obstacle = findUncloneable(thrown, 'it') ?? 'its clone failed'
  const refusal = new Error(`A value was thrown that cannot be cloned: ${obstacle}`)
  return { error: encodeError(refusal, depth, budget) }
}

function encodeError(error: Error, depth: number, budget: Budget): EncodedError {
  const encoded: { -readonly [K in keyof EncodedError]: EncodedError[K] } = {
    name: nameOf(error),
    message: messageOf(error),
    stack: textIn(error, 'stack'),
    properties: propertiesOf(error),
  }
  if (depth >= DEEPEST || budget.left <= 0) return encoded
  const cause = read(error, 'cause')
  if (cause !== undefined || hasOwn(error, 'cause')) encoded.cause = encode(cause, depth + 1, budget)
  const errors = read(error, 'errors')
  if (Array.isArray(errors)) {
    encoded.errors = errors.slice(0, Math.max(0, budget.left)).map((one) => encode(one, depth + 1, budget))
  }
  return encoded
}

/** Makes the error again. `where` becomes the last line of its stack. Never throws. */
export function decodeThrown(encoded: Encoded, classes: ErrorClasses = new Map(), where?: string): unknown {
  return encoded.error === undefined ? encoded.value : decodeError(encoded.error, classes, where)
}

function decodeError(encoded: EncodedError, classes: ErrorClasses, where: string | undefined): Error {
  const { name, message, stack, cause, errors, properties } = encoded
  const error = bare(
    name,
    message,
    errors?.map((one) => decodeThrown(one, classes)),
    classes,
  )
  for (const [key, value] of properties) define(error, key, value, true)
  if (error.name !== name) define(error, 'name', name, false)
  if (cause !== undefined) define(error, 'cause', decodeThrown(cause, classes), false)
  define(
    error,
    'stack',
    where === undefined ? stack : `${stack ?? `${name}: ${message}`}\n    at ${where}`,
    false,
  )
  return error
}

function bare(name: string, message: string, errors: unknown[] | undefined, classes: ErrorClasses): Error {
  if (errors === undefined) return new (languageErrors.get(name) ?? classes.get(name) ?? Error)(message)
  const Group = classes.get(name) as (new (message: string, errors: unknown[]) => Error) | undefined
  if (Group !== undefined) {
    try {
      return new Group(message, errors)
    } catch {
      // The class refuses these errors: they are from another class with the same name.
    }
  }
  return new AggregateError(errors, message)
}

/** The name of the error, or the name of its class if the error has no name of its own. */
function nameOf(error: Error): string {
  const name = textIn(error, 'name') ?? 'Error'
  if (name !== 'Error') return name
  const className = textIn(read(error, 'constructor'), 'name')
  return className === undefined || className === '' ? name : className
}

/** Encoded separately. */
const told: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors'])

function propertiesOf(error: Error): [string, unknown][] {
  const found: [string, unknown][] = []
  for (const key of Object.keys(error)) {
    if (told.has(key)) continue
    let value: unknown
    try {
      value = (error as unknown as Record<string, unknown>)[key]
    } catch {
      continue
    }
    const copy = copyOf(value)
    if (copy !== undefined) found.push([key, copy.value])
  }
  return found
}

/** Returns a clone, which has no getters and no traps. Undefined if the value cannot be cloned. */
function copyOf(value: unknown): { readonly value: unknown } | undefined {
  if (findUncloneable(value, 'it') !== undefined) return undefined
  try {
    return { value: structuredClone(value) }
  } catch {
    return undefined
  }
}

/** A Proxy of an error does not count: its traps may throw. */
function isError(value: unknown): value is Error {
  try {
    return !types.isProxy(value) && value instanceof Error
  } catch {
    return false
  }
}

function read(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key]
  } catch {
    return undefined
  }
}

function textIn(value: unknown, key: string): string | undefined {
  const text = read(value, key)
  return typeof text === 'string' ? text : undefined
}

function hasOwn(error: Error, key: string): boolean {
  return Object.hasOwn(error, key)
}

/** Defines the property instead of assigning it, because `__proto__` is a name like any other. */
function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable })
}
