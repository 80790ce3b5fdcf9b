// A row: something of asyncio that acoro has to meet, or to say why it does not.

export interface Row {
  readonly id: string
  readonly name: string
  /**
   * Tests outside of this folder that hold the row, or the rest of it: `core/debug` is the file
   * debug.test.ts, wherever it lies below packages/core/test.
   */
  readonly tests?: readonly string[]
  /** Why the row is met in another way. */
  readonly differs?: string
  /** Why there is no such thing. */
  readonly absent?: string
  /**
   * Names that nobody exports, `package.name` or `EventLoop.method`: what `absent` says is held by their
   * lack.
   */
  readonly lacks?: readonly string[]
}
