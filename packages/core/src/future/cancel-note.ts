/**
 * What is kept of a cancellation: why, and in whose name.
 */

import type { CancelledError } from '../base/errors.ts'
import { readSafely, textOf } from '../base/text.ts'
import { state } from '../current/state.ts'

declare module '../current/state.ts' {
  interface State {
    /** In whose name something is cancelled, if not in the current task's: a failed child, a canceller of old. */
    canceller: string | undefined
  }
}

/** Why and by whom; kept small, it is one object for each cancellation that says anything at all. */
export interface CancelNote {
  readonly message: string | undefined
  readonly by: string | undefined
}

/** Why and by whom, if there is anything to say. */
export function cancelNote(message: unknown): CancelNote | undefined {
  const by = state.canceller ?? state.task?.name
  if (typeof message === 'string') return { message, by }
  if (message !== undefined && message !== null) return { message: textOf(message), by }
  return by === undefined ? undefined : { message: undefined, by }
}

/** The note behind a cancellation that came as an error. */
export function noteOf(error: CancelledError): CancelNote | undefined {
  const message = readSafely(error, 'message') as string
  const cancelledBy = readSafely(error, 'cancelledBy') as string | undefined
  return message === '' && cancelledBy === undefined ? undefined : { message, by: cancelledBy }
}
