/**
 * The jobs that a caller waits for, by id.
 *
 * Invariant: every wait ends. Outcomes come through the stream. But a job may also end without one: Redis
 * lost its data, somebody removed it, its workers died. So after each reconnect, and every few seconds, Redis
 * is asked about all jobs that it has acknowledged, and whatever has ended there without an outcome fails
 * here.
 */

import { JobLostError, WorkerLostError } from '../base/errors.ts'
import { STALLED } from '../base/marks.ts'
import type { Entry } from '../base/stream-reader.ts'
import type { Link } from './link.ts'
import type { RemoteJob } from './remote-job.ts'

export class Outstanding {
  /** Two calls with one idempotency key wait for the same job. */
  readonly #jobs = new Map<string, RemoteJob[]>()
  #size = 0
  #checking: Promise<boolean | undefined> | null = null

  get size(): number {
    return this.#size
  }

  add(job: RemoteJob): void {
    const same = this.#jobs.get(job.id)
    if (same === undefined) this.#jobs.set(job.id, [job])
    else same.push(job)
    this.#size++
  }

  delete(job: RemoteJob): void {
    const same = this.#jobs.get(job.id)
    const index = same?.indexOf(job) ?? -1
    if (same === undefined || index < 0) return
    same.splice(index, 1)
    if (same.length === 0) this.#jobs.delete(job.id)
    this.#size--
  }

  /** The jobs of an id: more than one if calls share it by a key. */
  of(id: string): readonly RemoteJob[] {
    return [...(this.#jobs.get(id) ?? [])]
  }

  *[Symbol.iterator](): Generator<RemoteJob> {
    for (const same of [...this.#jobs.values()]) yield* [...same]
  }

  /**
   * Asks Redis about all jobs that it has, and lets those fail that have ended without an outcome. Returns
   * whether a worker serves the queue; undefined if that was not asked, or not answered.
   */
  check(link: Link): Promise<boolean | undefined> {
    this.#checking ??= this.#check(link).finally(() => {
      this.#checking = null
    })
    return this.#checking
  }

  async #check(link: Link): Promise<boolean | undefined> {
    const sent = [...this].filter(({ state }) => state === 'sent')
    if (sent.length === 0) return undefined
    for (const job of sent) job.items?.tellAgain()
    const pipeline = link.main.pipeline()
    for (const { id } of sent) pipeline.hmget(link.keys.job(id), 'timestamp', 'finishedOn', 'failedReason')
    pipeline.exists(link.keys.workers)
    // Read after the states: an outcome is written before its job has ended.
    pipeline.xrange(link.results, '-', '+')
    const answers = (await pipeline.exec()) ?? []
    const [failed, entries] = answers.at(-1) ?? []
    if (failed != null) return undefined
    link.take(entries as Entry[])
    for (const [i, job] of sent.entries()) {
      const [error, fields] = answers[i] ?? []
      if (error === null && job.state !== 'ended' && !job.heard) endUnheard(job, fields as (string | null)[])
    }
    const [unknown, alive] = answers[sent.length] ?? []
    return unknown === null ? alive === 1 : undefined
  }
}

function endUnheard(job: RemoteJob, [added, finished, reason]: (string | null)[]): void {
  const name = `the job ${job.what.name} (${job.id})`
  if (added === null) {
    // An idempotent job is removed when it has ended; its result is asked for by its key.
    const error = new JobLostError(
      `${name} is not in Redis any more: Redis lost its data, or somebody removed it. It may have run`,
    )
    job.fail(error)
  } else if (finished != null) {
    if (reason === STALLED)
      job.fail(new WorkerLostError(`${name} lost its worker more often than is allowed`))
    else
      job.fail(new JobLostError(`${name} has ended, but its outcome is gone${reason ? `: ${reason}` : ''}`))
  }
}
