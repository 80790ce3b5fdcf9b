/**
 * Cancellations as promise code knows them: an `AbortError`, which libraries recognise by its name. Its cause
 * is the CancelledError.
 */

import { isCancelledError } from '@acoro/core'

/**
 * The reason to abort a signal with. Without an argument the coroutine was closed; else the argument is the
 * error that ended the wait.
 */
export function abortError(...thrown: [error?: unknown]): DOMException {
  const [error] = thrown
  const why = thrown.length === 0 ? 'the coroutine was closed' : whyCancelled(error)
  const abort = new DOMException(`The operation was aborted: ${why}`, 'AbortError')
  // Only Node accepts a cause in the constructor.
  return Object.defineProperty(abort, 'cause', { value: error, configurable: true, writable: true })
}

function whyCancelled(error: unknown): string {
  if (!isCancelledError(error)) return 'an error was thrown where it was awaited'
  return error.message === '' ? 'its task was cancelled' : `its task was cancelled: ${error.message}`
}
