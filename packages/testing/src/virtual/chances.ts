/**
 * What an exploration decides at places of the program and of the network.
 *
 * The network and `fault()` ask the loop they run on. A loop that nobody explores has none of it.
 */

import type { Runnable } from '@acoro/core/lowlevel'

/** What is decided at a place of the program, as it comes there. */
export type PointKind = 'fault' | 'latency' | 'loss' | 'duplicate' | 'reorder' | 'skew' | 'disk'

/** What may happen between any two steps. */
export type MomentKind = 'cancel' | 'crash' | 'partition'

/** Something that happens once, at some moment, or never. */
export interface Moment {
  readonly kind: MomentKind
  /** The task it happens to, or what happens, in words. */
  readonly what: string | Runnable
  /** Is it too late for it? */
  isOver(): boolean
  /** Can it make a difference before `next` runs? */
  concerns(next: Runnable): boolean
  strike(): void
}

export interface Chances {
  /** Random numbers of this run, from 0 to just below 1. */
  readonly random: { next(): number }
  /** Decides which of `count` things happens, of which 0 is usual; `chance`: how likely the others are. */
  draw(kind: PointKind, what: string, count: number, chance?: number): number
  /** Lets it happen at some moment, or never. */
  mayHappen(moment: Moment): void
}
