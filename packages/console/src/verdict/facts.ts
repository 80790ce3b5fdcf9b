/** What the verdict is made of. All ages are ms, and `null` means unknown. */

import type { ExternalRow, TaskRef } from '../protocol/rows.ts'
import type { Block, Counts } from '../protocol/state.ts'

export interface Facts {
  /** Did the program tell about its tasks at least once? */
  readonly isKnown: boolean
  /** How many loops are open. */
  readonly loops: number
  readonly counts: Counts
  /** Steps of tasks in the last second. */
  readonly stepsPerSecond: number | null
  readonly blocked: (Block & { readonly age: number }) | null
  /** Who stopped the whole process: `a debugger`, `the system`. */
  readonly stoppedBy: string | null
  /** Tasks that can only be freed by one another, in order. */
  readonly circles: readonly (readonly TaskRef[])[]
  readonly oldest: OldestWait | null
  /** Primitives for which tasks wait, and queues that hold items. */
  readonly pressures: readonly Pressure[]
  readonly externals: readonly ExternalRow[]
}

export interface OldestWait {
  readonly task: TaskRef
  readonly waitsFor: string
  readonly age: number
}

/** One primitive, and who could end the waits for it. */
export interface Pressure {
  /** `Lock accounts`. */
  readonly name: string
  readonly waiting: number
  readonly oldest: number | null
  readonly holders: readonly Holder[]
  /** Only of queues. */
  readonly queue: QueueFacts | null
}

export interface Holder {
  readonly task: TaskRef
  readonly isAlive: boolean
  readonly waitsFor: string | null
  readonly waitAge: number | null
}

export interface QueueFacts {
  readonly size: number
  /** 0 if it is not bounded. */
  readonly most: number
  /** How many tasks wait to put, and to take. */
  readonly putting: number
  readonly taking: number
}
