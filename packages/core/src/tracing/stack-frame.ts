/** A place in the code: a coroutine or generator, and where it stands. */
export class StackFrame {
  /** The function's name. */
  readonly name: string
  /**
   * The file as the engine names it (mapped where source maps are on); undefined where the place is unknown.
   */
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(name: string, file?: string, line?: number, column?: number) {
    this.name = name
    this.file = file
    this.line = line
    this.column = column
  }

  /** As a line of a stack: `work (/srv/app.ts:10:3)`. */
  toString(): string {
    return this.file === undefined
      ? `${this.name} (place unknown)`
      : `${this.name} (${this.file}:${this.line}:${this.column})`
  }
}
