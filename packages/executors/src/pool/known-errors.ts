/** The error classes that the error of a job keeps, beside those of the language. */

import { CancelledError, ExceptionGroup, InvalidStateError, RuntimeError, TimeoutError } from '@acoro/core'
import type { ErrorClasses } from '../message/error-codec.ts'

export const knownErrors: ErrorClasses = new Map(
  [CancelledError, InvalidStateError, RuntimeError, TimeoutError, ExceptionGroup].map((known) => [
    known.name,
    known as unknown as new (message?: string) => Error,
  ]),
)
