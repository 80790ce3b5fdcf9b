/**
 * A list of jobs, in order of arrival. Each job holds its own links, so it is in one list at a time: that of
 * the waiting jobs, or that of the running ones. A job that has left has no links (see MemberList of core).
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
