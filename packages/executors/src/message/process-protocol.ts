/**
 * What the process of the loop and its child processes send to one another.
 *
 * Jobs and replies are messages of the channel that Node makes for a child. A cancellation must reach a job
 * that never returns to its event loop. So it goes through a pipe, which a thread of the child reads: four
 * bytes, the number of the job. When the pipe ends, the parent is gone, and the thread ends the child.
 */

import type { Encoded } from './error-codec.ts'
import type { Reply } from './protocol.ts'

/** The file descriptor of the pipe in the child, after those of the standard streams and of the channel. */
export const PIPE = 4

/** A job on its way to a child. */
export interface ProcessJobMessage {
  /** Counted in each child, from 1. */
  readonly job: number
  readonly url: string
  readonly exportName: string
  readonly args: readonly unknown[]
}

/** What a child says: that it has started, how its job ended, or the error that ends the child itself. */
export type ProcessMessage = 'started' | { readonly reply: Reply } | { readonly crash: Encoded }

/**
 * The cells that a child and its thread share. The first two are those of a thread's job (see protocol.ts).
 */
export const JOB = 2
export const CANCELLED_JOB = 3
