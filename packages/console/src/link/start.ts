/** What the worker thread is started with, and its first message. */

import type { Program } from '../protocol/state.ts'

export interface StartData {
  readonly cells: Int32Array<SharedArrayBuffer>
  readonly host: string
  readonly port: number
  readonly hostNames: readonly string[]
  readonly token: string
  readonly program: Program
  /** From how many ms on a step is called a block. */
  readonly blockedAfter: number
  /** Keeps the last so many bytes of a recording from the beginning; 0: only when a viewer asks. */
  readonly record: number
  /** The memory of the ring in which that is noted already, and since when; null with 0. */
  readonly ring: { readonly memory: SharedArrayBuffer; readonly since: number } | null
  /** From how many ms on a block has it saved. */
  readonly saveAfter: number
  /** The folder into which recordings are saved. */
  readonly recordInto: string
}

/** The port at which it listens, or why it cannot. */
export type Started = { readonly port: number } | { readonly failed: string }
