/**
 * One job of a queue.
 *
 *   outside --room--> waiting --its turn--> admitted --its first step--> running --> over
 *       \________________\_____________________\--cancelled--> over
 *
 * A queue may hold many jobs, and most of their cost is memory. So a job is itself a future: its task waits
 * for it until the job is admitted. Fields that few jobs need are in a second object.
 *
 * Invariant: an admitted or running job has one place of the queue, and gives it back once, when it is over.
 */

import type { EventLoop, Task } from '@acoro/core'
import { JointFuture } from '@acoro/core/lowlevel'
import type { Ranked } from './heap.ts'
import type { JobOptions } from './options.ts'

export type JobPhase = 'outside' | 'waiting' | 'admitted' | 'running' | 'over'

/** What a job needs of the jobs around it. */
export interface Waiting {
  /** The tasks that have the places. */
  readonly running: Iterable<Task<unknown>>
  describe(): string
  /** The job waits no longer. */
  leave(job: QueuedJob): void
}

/** What few jobs have. */
export interface JobExtras {
  /** Undefined if it has none. */
  key: unknown
  /** No other job of its key may begin. */
  holdsKey: boolean
  maxWait: number
  timeout: number | undefined
  /** When it was admitted, if there is a rate. */
  admitted: number | undefined
  /** Ends its time in line. */
  timer: { cancel(): void } | null
  /** Ends the listening to its signal. */
  release: (() => void) | null
}

export class QueuedJob extends JointFuture<void> implements Ranked {
  // Declared, and assigned in the constructor, for speed.
  declare phase: JobPhase
  declare readonly priority: number
  declare readonly sequence: number
  declare extras: JobExtras | null
  /** Set at once after it is made. */
  declare task: Task<unknown>
  /** Its task has had its first step. */
  declare hasBegun: boolean
  /** Its task notices whatever ends it. */
  declare tellsItself: boolean
  /** In the heap: it has no key, or it is the first of its key. */
  declare inHeap: boolean
  /** Its neighbours among those that wait, or among those that run. */
  declare before: QueuedJob | null
  declare after: QueuedJob | null
  declare private readonly others: Waiting

  constructor(loop: EventLoop, others: Waiting, sequence: number, options: JobOptions | undefined) {
    super(loop, 'a job', others.running)
    this.phase = 'outside'
    this.priority = options?.priority ?? 0
    this.sequence = sequence
    this.extras = extrasOf(options)
    this.task = null as never
    this.hasBegun = false
    this.tellsItself = false
    this.inHeap = false
    this.before = null
    this.after = null
    this.others = others
  }

  get isWaiting(): boolean {
    return this.phase === 'waiting'
  }

  /** Undefined if it has none. */
  get key(): unknown {
    return this.extras?.key
  }

  get hasKey(): boolean {
    return this.extras?.key !== undefined
  }

  /** Cancelled while it waits, it leaves the line at once. */
  override cancel(message?: unknown): boolean {
    if (this.done()) return false
    this.others.leave(this)
    return super.cancel(message)
  }

  override describe(): string {
    return this.others.describe()
  }
}

function extrasOf(options: JobOptions | undefined): JobExtras | null {
  if (options === undefined) return null
  const { key, maxWait, timeout, signal } = options
  if (key === undefined && maxWait === undefined && timeout === undefined && signal === undefined) return null
  return makeExtras(options)
}

/** Copied: the object may be used again, and changed, for the next job. */
export function makeExtras({ key, maxWait = Infinity, timeout }: JobOptions = {}): JobExtras {
  return { key, holdsKey: false, maxWait, timeout, admitted: undefined, timer: null, release: null }
}
