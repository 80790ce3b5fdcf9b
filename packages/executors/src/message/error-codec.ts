/**
 * Errors on their way between threads.
 *
 * Structured clone keeps the message and the stack of an error, but not its class, its cause on older platforms, nor
 * its code. So an error travels as a record, and is made anew: with the class where both sides have it (the
 * language's own, and acoro's), else as an Error with the name of its class. Classes of the user are not looked for:
 * their constructors may want anything.
 */

import { findUncloneable } from './cloneable.ts'

export interface EncodedError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** Present where the error has one; an error is encoded in turn. */
  readonly cause?: Encoded
  /** The errors of an AggregateError. */
  readonly errors?: readonly Encoded[]
  /** Own properties that can be cloned: `code`, `path`, … */
  readonly properties: Readonly<Record<string, unknown>>
}

/** Anything that was thrown. */
export interface Encoded {
  readonly error?: EncodedError
  readonly value?: unknown
}

type ErrorClass = new (message?: string, options?: ErrorOptions) => Error
export type ErrorClasses = Readonly<Record<string, ErrorClass>>

const languageErrors: ErrorClasses = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}

/** Where a chain of causes is cut; nobody reads further, and it may be a circle. */
const DEEPEST = 8

export function encodeThrown(thrown: unknown, depth = 0): Encoded {
  if (thrown instanceof Error) return { error: encodeError(thrown, depth) }
  const obstacle = findUncloneable(thrown, 'it')
  return obstacle === undefined
    ? { value: thrown }
    : { error: encodeError(new Error(`A value was thrown that cannot be cloned: ${obstacle}`), depth) }
}

function encodeError(error: Error, depth: number): EncodedError {
  const encoded: { -readonly [K in keyof EncodedError]: EncodedError[K] } = {
    name: nameOf(error),
    message: error.message,
    stack: error.stack,
    properties: Object.fromEntries(
      Object.entries(error).filter(
        ([key, value]) => key !== 'name' && findUncloneable(value, key) === undefined,
      ),
    ),
  }
  if (depth >= DEEPEST) return encoded
  if ('cause' in error) encoded.cause = encodeThrown(error.cause, depth + 1)
  if (isGroup(error)) encoded.errors = error.errors.map((one) => encodeThrown(one, depth + 1))
  return encoded
}

/** `classes` are those this side has beside the language's; `where` becomes the last line of the stack. */
export function decodeThrown(encoded: Encoded, classes: ErrorClasses, where?: string): unknown {
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
  Object.assign(error, properties)
  if (error.name !== name) hidden(error, 'name', name)
  if (cause !== undefined) hidden(error, 'cause', decodeThrown(cause, classes))
  hidden(error, 'stack', where === undefined ? stack : `${stack ?? `${name}: ${message}`}\n    at ${where}`)
  return error
}

function bare(name: string, message: string, errors: unknown[] | undefined, classes: ErrorClasses): Error {
  const known = languageErrors[name] ?? classes[name]
  if (known !== undefined && errors === undefined) return new known(message)
  if (errors === undefined) return new Error(message)
  const group = classes[name] as unknown as (new (message: string, errors: unknown[]) => Error) | undefined
  return group === undefined ? new AggregateError(errors, message) : new group(message, errors)
}

/** The class says more than a `name` nobody set. */
function nameOf(error: Error): string {
  const className = error.constructor?.name
  return error.name !== 'Error' || className === undefined || className === '' ? error.name : className
}

function isGroup(error: Error): error is Error & { errors: unknown[] } {
  return Array.isArray((error as { errors?: unknown }).errors)
}

/** As the engine defines them: writable, and not listed. */
function hidden(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false })
}
