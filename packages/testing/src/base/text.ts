/**
 * Text for values that may refuse to have one.
 *
 * A program under test may throw anything: a revoked Proxy, an object without a prototype, an error whose
 * `message` throws. The report of a failure must not fail itself.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** `String(value)`. If the value has no text: what it is. */
export function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return describeValue(value)
  }
}

/** The name and message of an error; the text of any other value. */
export function describeError(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : textOf(error)
  } catch {
    return describeValue(error)
  }
}

/** An error as it is; any other thrown value as the cause of an error. */
export function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof Error) return thrown
  } catch {
    // A revoked Proxy cannot be asked.
  }
  return new Error(`Thrown: ${textOf(thrown)}`, { cause: thrown })
}
