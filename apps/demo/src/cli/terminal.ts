/**
 * What the command line needs of the outside world.
 *
 * Progress and errors go to stderr. Only the report goes to stdout, so `linkcheck --json > report.json` holds
 * nothing else.
 */
export interface Terminal {
  writeOut(text: string): void
  writeError(text: string): void
  /** Standard input, for `-`. */
  readonly input?: AsyncIterable<Uint8Array>
  /** Whether the report is coloured. */
  readonly color: boolean
  /** The terminal of the live bar; `undefined` if stderr is a file or a pipe. */
  readonly screen: NodeJS.WriteStream | undefined
}
