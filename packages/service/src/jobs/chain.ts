/**
 * Jobs linked through themselves, in the order in which they came: those that wait, or those that run. A job
 * is in one of the two at most. One that has left points to no other (see MemberList of core).
 */

import type { QueuedJob } from './job.ts'

export class JobChain {
  first: QueuedJob | null = null
  #last: QueuedJob | null = null
  size = 0

  add(job: QueuedJob): void {
    this.size++
    job.before = this.#last
    if (this.#last === null) this.first = job
    else this.#last.after = job
    this.#last = job
  }

  remove(job: QueuedJob): void {
    const { before, after } = job
    this.size--
    if (before === null) this.first = after
    else before.after = after
    if (after === null) this.#last = before
    else after.before = before
    job.before = null
    job.after = null
  }

  *[Symbol.iterator](): Generator<QueuedJob> {
    for (let job = this.first; job !== null; job = job.after) yield job
  }
}
