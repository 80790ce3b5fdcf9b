/**
 * The jobs that wait, and which of them is next: by priority, then by arrival, and one at a time of each key.
 *
 * Of a key only the first job is in the heap. The others stand in a lane behind it. So the next job is always
 * on top, no matter how many wait for a busy key.
 */

import { Ring } from '@acoro/core/lowlevel'
import { JobHeap } from './heap.ts'
import type { JobExtras, QueuedJob } from './job.ts'

export class JobLine {
  readonly #heap = new JobHeap<QueuedJob>()
  /** The jobs behind the one that holds the key. */
  readonly #lanes = new Map<unknown, Ring<QueuedJob>>()

  /** Could a job of this key begin, if there was a place? */
  isFree(job: QueuedJob): boolean {
    return !job.hasKey || !this.#lanes.has(job.key)
  }

  get next(): QueuedJob | undefined {
    return this.#heap.first()
  }

  enter(job: QueuedJob): void {
    job.phase = 'waiting'
    const lane = job.hasKey ? this.#lanes.get(job.key) : undefined
    if (lane !== undefined) lane.push(job)
    else {
      this.hold(job)
      this.#push(job)
    }
  }

  /** The job holds its key from now on. */
  hold(job: QueuedJob): void {
    if (!job.hasKey) return
    ;(job.extras as JobExtras).holdsKey = true
    if (!this.#lanes.has(job.key)) this.#lanes.set(job.key, new Ring())
  }

  /** The next job is admitted. */
  shift(job: QueuedJob): void {
    this.#heap.shift()
    job.inHeap = false
  }

  /** A job is over: the next one of its key may come. */
  leave(job: QueuedJob): void {
    if (job.inHeap) {
      job.inHeap = false
      this.#heap.leave()
    }
    if (job.extras?.holdsKey !== true) return
    job.extras.holdsKey = false
    const { key } = job.extras
    const lane = this.#lanes.get(key) as Ring<QueuedJob>
    while (lane.length > 0) {
      const next = lane.shiftAndShrink()
      if (!next.isWaiting) continue
      ;(next.extras as JobExtras).holdsKey = true
      this.#push(next)
      return
    }
    this.#lanes.delete(key)
  }

  #push(job: QueuedJob): void {
    job.inHeap = true
    this.#heap.push(job)
  }
}
