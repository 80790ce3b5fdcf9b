/**
 * Hears what workers tell of this caller's jobs, and passes it to the jobs that wait for it.
 *
 * Each piece is read as late as possible: an item when it is taken, because reading may mean to fetch it from
 * the store.
 */

import { JobLostError } from '../base/errors.ts'
import type { Registry } from '../jobs/define-jobs.ts'
import { aboutNews, type News, type NewsKind } from '../jobs/news.ts'
import type { Outstanding } from './outstanding.ts'
import type { Item } from './remote-items.ts'
import type { RemoteJob } from './remote-job.ts'

export class Listener {
  readonly #registry: Registry
  readonly #outstanding: Outstanding
  readonly #warn: (error: unknown) => void

  constructor(registry: Registry, outstanding: Outstanding, warn: (error: unknown) => void) {
    this.#registry = registry
    this.#outstanding = outstanding
    this.#warn = warn
  }

  hear(news: News): void {
    const jobs = this.#outstanding.of(news.id)
    if (jobs.length === 0) return
    if (news.kind === 'i') for (const job of jobs) job.items?.arrive(news, news.inbox)
    else if (news.kind === 'p') for (const job of jobs) this.#progress(job, news)
    else this.#settle(jobs, news)
  }

  /** An item of a stream. A promise if it has to be fetched. */
  readItem(job: RemoteJob, { number, body }: Item): unknown {
    const what = `item ${number} of ${job.what.name}`
    return this.#registry.codec.unpackText(body, what, aboutNews(job.id, 'i', number))
  }

  #settle(jobs: readonly RemoteJob[], { id, kind, body }: News): void {
    for (const job of jobs) job.heard = true
    void this.#readOutcome(id, kind, body).then(
      (value) => {
        for (const job of jobs) {
          if (kind === 'v') job.succeed(value)
          else job.fail(kind === 'c' && !job.cancelled ? leaseRanOut(job) : value)
        }
      },
      (error: unknown) => {
        for (const job of jobs) job.fail(error)
      },
    )
  }

  async #readOutcome(id: string, kind: NewsKind, body: string): Promise<unknown> {
    const what = kind === 'v' ? 'the result of a job' : 'the error of a job'
    return this.#registry.codec.unpackText(body, what, aboutNews(id, kind))
  }

  /** A report that is older than one that was passed on is dropped. */
  #progress(job: RemoteJob, { number, body }: News): void {
    const { onProgress } = job
    if (onProgress === undefined || !(number > job.progressed)) return
    job.progressed = number
    const pass = (value: unknown): void => {
      if (job.state !== 'ended' && job.progressed === number) onProgress(value)
    }
    try {
      const what = `the progress of ${job.what.name}`
      const value = this.#registry.codec.unpackText(body, what, aboutNews(job.id, 'p', number))
      if (value instanceof Promise) value.then(pass).catch(this.#warn)
      else pass(value)
    } catch (error) {
      this.#warn(error)
    }
  }
}

/** Nobody here cancelled the job. Only a worker that took this caller for dead does that. */
function leaseRanOut({ id, what: { name } }: RemoteJob): JobLostError {
  return new JobLostError(
    `the job ${name} (${id}) was cancelled by its worker, because the lease of its caller had run out: this process stood still, or was cut off from Redis, for longer than the lease`,
  )
}
