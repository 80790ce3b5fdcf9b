/** What the parent asks of a peer's process, and what that answers. */

import type { Kind } from './workload.ts'

export interface Request {
  readonly kind: Kind
  /** The file with the program, as a URL. */
  readonly url: string
  readonly n: number
  readonly multiple: number
  /** Are there `n` units, so that a slow peer may be given a part? */
  readonly divisible: boolean
  readonly option: number
  readonly samples: number
  /** Runs a sample. */
  readonly repeats: number
  /** The first round of a process warms up. */
  readonly warmUp: boolean
  /** Collects all garbage before each sample. */
  readonly collect: boolean
}

export interface Answer {
  /** The `n` it was given, after its share. */
  readonly n: number
  /** What the program gave, in the last sample. */
  readonly value: number
  /** The median of the samples: ms, or bytes. */
  readonly wall: number
  readonly cpu: number
  readonly bytes: number
}
