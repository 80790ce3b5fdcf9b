/** The error a cancelled job ends with, in a worker. */

/** What core would throw; a worker does without core, so the brand is put on by hand. */
export function cancellation(): Error {
  const error = new Error('the job was cancelled')
  error.name = 'CancelledError'
  Object.defineProperty(error, Symbol.for('acoro.CancelledError'), { value: true })
  return error
}
