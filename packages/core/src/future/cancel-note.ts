/**
 * The record of a cancellation: why it was made, and by which task.
 *
 * A cancelled future keeps this note, and each waiter gets a CancelledError of its own, made from it.
 */

import type { CancelledError } from '../base/errors.ts'
import { readSafely, textOf } from '../base/text.ts'
import { state } from '../current/state.ts'

declare module '../current/state.ts' {
  interface State {
    /**
     * The name to cancel in, if it is not the current task's: that of a failed child, or of an earlier
     * canceller.
     */
    canceller: string | undefined
  }
}

/** The message and the task of a cancellation. Kept small: each cancellation that has either makes one. */
export interface CancelNote {
  readonly message: string | undefined
  readonly by: string | undefined
}

/** The note of a cancellation; undefined if there is neither a message nor a task. */
export function cancelNote(message: unknown): CancelNote | undefined {
  const by = state.canceller ?? state.task?.name
  if (typeof message === 'string') return { message, by }
  if (message !== undefined && message !== null) return { message: textOf(message), by }
  return by === undefined ? undefined : { message: undefined, by }
}

/** The note of a cancellation that came as an error. */
export function noteOf(error: CancelledError): CancelNote | undefined {
  const message = readSafely(error, 'message') as string
  const cancelledBy = readSafely(error, 'cancelledBy') as string | undefined
  return message === '' && cancelledBy === undefined ? undefined : { message, by: cancelledBy }
}
