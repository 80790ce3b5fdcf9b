/** The command line is wrong. `message` is one line: what was expected and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
