/**
 * What an exploration decides at places of the program and of the network.
 *
 * The network and `fault()` ask the loop they run on. A loop that nobody explores has none of it.
 */

import type { Task } from '@acoro/core'

export interface Chances {
  /** Random numbers of this run, from 0 to just below 1. */
  readonly random: { next(): number }
  /** Decides which of `count` things happens, of which 0 is usual; `chance`: how likely the others are. */
  draw(kind: 'fault' | 'latency' | 'loss', what: string, count: number, chance?: number): number
  /** Cancels the task at some moment, or never. */
  mayCancel(task: Task<unknown>, message: string | undefined): void
}
