/**
 * Values as text, in words that cannot fail.
 *
 * A program under test may throw anything: a revoked Proxy, an object without a prototype, an error whose `message`
 * throws. The report of a failure must not fail itself, or the test says nothing about the program.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** `String(value)`; for a value that has no text, what it is. */
export function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return whatIs(value)
  }
}

/** The name and the message of an error; the text of any other value. */
export function describeError(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : textOf(error)
  } catch {
    return whatIs(error)
  }
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof Error) return thrown
  } catch {
    // A revoked Proxy does not say.
  }
  return new Error(`Thrown: ${textOf(thrown)}`, { cause: thrown })
}

function whatIs(value: unknown): string {
  try {
    return describeValue(value)
  } catch {
    return 'an object that cannot be looked at'
  }
}
