/**
 * Cancellations as promise code knows them: an `AbortError`, which is what libraries look for by its name; the
 * CancelledError behind it is its cause.
 */

import { isCancelledError } from '@acoro/core'

/** The reason to abort a signal with: a wait was cancelled or ended by an error; or was closed, if none is given. */
export function abortError(...thrown: [error?: unknown]): DOMException {
  const [error] = thrown
  const why = thrown.length === 0 ? 'the coroutine was closed' : whyCancelled(error)
  const abort = new DOMException(`The operation was aborted: ${why}`, 'AbortError')
  // Only Node takes the cause in the constructor.
  return Object.defineProperty(abort, 'cause', { value: error, configurable: true, writable: true })
}

function whyCancelled(error: unknown): string {
  if (!isCancelledError(error)) return 'an error was thrown where it was awaited'
  return error.message === '' ? 'its task was cancelled' : `its task was cancelled: ${error.message}`
}
