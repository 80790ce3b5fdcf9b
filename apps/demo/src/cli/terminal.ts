/**
 * The outside world of the command line, as far as it is used. Progress and complaints go to stderr and only the
 * report goes to stdout, so that `linkcheck --json > report.json` holds nothing else.
 */
export interface Terminal {
  writeOut(text: string): void
  writeError(text: string): void
  /** Standard input, for `-`; there is none where nothing is read. */
  readonly input?: AsyncIterable<Uint8Array>
  /** Whether the report is coloured. */
  readonly color: boolean
  /** The terminal to draw the live bar on; `undefined` where stderr is a file or a pipe. */
  readonly screen: NodeJS.WriteStream | undefined
}
