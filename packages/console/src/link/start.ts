/** What the worker thread is started with. */

import type { Program } from '../protocol/state.ts'

export interface StartData {
  readonly cells: Int32Array<SharedArrayBuffer>
  readonly host: string
  readonly port: number
  readonly hostNames: readonly string[]
  readonly token: string
  readonly program: Program
  /** Where acoro's own code is, which stacks leave out. */
  readonly ownCode: readonly string[]
  /** From how many ms on a step is called a block. */
  readonly blockedAfter: number
}
