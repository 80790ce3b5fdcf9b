/**
 * The picture of a program at one moment.
 *
 * A viewer gets pictures, not events: a lost message is made good by the next one, and no row can outlive
 * its task. Lists are cut to their first rows; the rest is asked for.
 */

import type { PROTOCOL_VERSION } from './limits.ts'
import type { ExternalRow, MergedWait, Place, PrimitiveRow, TaskRef, Window } from './rows.ts'

export interface State {
  readonly version: typeof PROTOCOL_VERSION
  /** Monotonic, since the program began. */
  readonly at: number
  /** The same moment by the wall clock, in ms since 1970. */
  readonly wallTime: number
  readonly program: Program
  readonly verdict: Verdict
  /** The block that lasts now. While there is one, everything else is as of `pictureAt`. */
  readonly blocked: Block | null
  /** The last blocks that have ended, newest first, at most five. */
  readonly lastBlocks: readonly Block[]
  /** When the program last told about its tasks; null if it never did. */
  readonly pictureAt: number | null
  readonly counts: Counts
  readonly loops: readonly LoopRow[]
  readonly waits: Window<MergedWait>
  readonly primitives: Window<PrimitiveRow>
  readonly externals: Window<ExternalRow>
  /** Tasks that wait for one another in a circle; each circle names its tasks in order. */
  readonly circles: readonly (readonly TaskRef[])[]
  /** What cannot be shown here, and why: `lines of blocked loops: not in Bun, because …`. */
  readonly missing: readonly string[]
}

export interface Program {
  readonly pid: number
  /** The file that was started. */
  readonly title: string
  /** `node 22.1.0`. */
  readonly runtime: string
  /** The version of acoro. */
  readonly version: string
  /** What a viewer may do and see. */
  readonly allowed: Allowed
}

/** Everything is off unless `serveConsole` or the environment allowed it. */
export interface Allowed {
  readonly cancel: boolean
  readonly source: boolean
  readonly locals: boolean
  readonly contextVariables: boolean
}

/** How the program is, in plain sentences, the most important one first. */
export interface Verdict {
  /**
   * `empty`: no loop has run yet, or all are closed. `stopped`: a debugger or the system stopped the
   * process. `unknown`: it has not told about itself yet.
   */
  readonly status: 'alive' | 'idle' | 'blocked' | 'stopped' | 'empty' | 'unknown'
  readonly sentences: readonly Sentence[]
}

/** A colour is chosen by `level`, and each level has its word. */
export interface Sentence {
  readonly level: 'fine' | 'note' | 'warning' | 'alarm'
  readonly text: string
  /** The tasks it speaks of, to be shown as links. */
  readonly tasks: readonly TaskRef[]
}

/** A time in which the thread ran one thing and nothing else. */
export interface Block {
  /** Monotonic. */
  readonly from: number
  /** null while it lasts. */
  readonly until: number | null
  /** The task whose step it is; null if it is code outside of tasks, or unknown. */
  readonly task: TaskRef | null
  /** Innermost first; empty if the engine did not tell it. */
  readonly stack: readonly Place[]
  /** Why there is no stack, or null. */
  readonly noStack: string | null
}

export interface Counts {
  readonly tasks: number
  readonly running: number
  readonly ready: number
  readonly waiting: number
  readonly cancelling: number
  readonly primitives: number
  readonly externals: number
}

/** One event loop. */
export interface LoopRow {
  readonly id: number
  readonly name: string
  readonly tasks: number
  /** The steps and callbacks that its iterations ran. */
  readonly steps: number | null
  /** How late its last timers were, in ms. */
  readonly lag: number | null
  /** True if its clock is one of a test. */
  readonly virtual: boolean
}
