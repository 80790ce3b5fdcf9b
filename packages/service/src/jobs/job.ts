/**
 * One job of a queue.
 *
 *   outside --room--> waiting --its turn--> admitted --its first step--> running --> over
 *       \________________\_____________________\--cancelled--> over
 *
 * Invariant: an admitted or running job has one place of the queue, and gives it back once, when it is over.
 */

import type { Task } from '@acoro/core'
import type { Parked } from '@acoro/core/lowlevel'
import type { Ranked } from './heap.ts'
import type { JobOptions } from './options.ts'

export type JobState = 'outside' | 'waiting' | 'admitted' | 'running' | 'over'

export class QueuedJob implements Ranked {
  state: JobState = 'outside'
  readonly priority: number
  /** Undefined if it has none. */
  readonly key: unknown
  readonly maxWait: number | undefined
  readonly timeout: number | undefined
  readonly sequence: number
  /** When it was added, on the clock of the loop. */
  readonly added: number
  /** When it was admitted. */
  admitted: number = Number.NaN
  /** What its task waits for until it is admitted; null if it was at once. */
  gate: Parked<void, QueuedJob> | null = null
  /** Set at once after it is made. */
  task: Task<unknown> = null as never
  /** In the heap: it has no key, or it is the first of its key. */
  inHeap = false
  /** No other job of its key may begin. */
  holdsKey = false
  /** Whether its task notices whatever ends it. */
  tellsItself = false
  /** Ends its time in line. */
  timer: { cancel(): void } | null = null
  /** Ends the listening to its signal. */
  release: (() => void) | null = null

  constructor(options: JobOptions, sequence: number, added: number) {
    // Copied: the object may be used again, and changed, for the next job.
    this.priority = options.priority ?? 0
    this.key = options.key
    this.maxWait = options.maxWait
    this.timeout = options.timeout
    this.sequence = sequence
    this.added = added
  }

  get isWaiting(): boolean {
    return this.state === 'waiting'
  }

  get hasKey(): boolean {
    return this.key !== undefined
  }
}
