/** No process is left that could make a request. */
export class NoWorkersError extends Error {
  override readonly name = 'NoWorkersError'
}
