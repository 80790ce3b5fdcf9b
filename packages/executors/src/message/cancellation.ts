/** The error with which a cancelled job ends, in the worker. */

/** A CancelledError as core makes one. A worker does not load core, so the brand is put on here. */
export function cancellation(): Error {
  const error = new Error('the job was cancelled')
  error.name = 'CancelledError'
  Object.defineProperty(error, Symbol.for('acoro.CancelledError'), { value: true })
  return error
}
