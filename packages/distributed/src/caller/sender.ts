/**
 * Sends jobs to Redis, at most `maxOutstanding` at a time; the others wait here, and can be dropped at once.
 *
 * Jobs of one turn of the loop leave together, in one write.
 */

import type { News } from '../jobs/news.ts'
import type { Link } from './link.ts'
import type { Outstanding } from './outstanding.ts'
import type { RemoteJob } from './remote-job.ts'

export class Sender {
  readonly #outstanding: Outstanding
  readonly #most: number
  readonly #link: () => Link
  readonly #onNews: (news: News) => void
  readonly #queue = new Set<RemoteJob>()
  #batch: RemoteJob[] = []

  constructor(outstanding: Outstanding, most: number, link: () => Link, onNews: (news: News) => void) {
    this.#outstanding = outstanding
    this.#most = most
    this.#link = link
    this.#onNews = onNews
  }

  get queued(): number {
    return this.#queue.size
  }

  add(job: RemoteJob): void {
    this.#queue.add(job)
    this.dispatch()
  }

  delete(job: RemoteJob): void {
    this.#queue.delete(job)
  }

  /** The jobs that wait here. */
  jobs(): RemoteJob[] {
    return [...this.#queue]
  }

  /** There may be room. */
  dispatch(): void {
    for (const job of this.#queue) {
      if (this.#outstanding.size >= this.#most) return
      this.#queue.delete(job)
      this.#outstanding.add(job)
      if (this.#batch.push(job) === 1) queueMicrotask(() => this.#flush())
    }
  }

  #flush(): void {
    const batch = this.#batch.filter(({ state }) => state === 'queued')
    this.#batch = []
    for (const job of batch) {
      job.state = 'sending'
      void this.#send(job)
    }
  }

  async #send(job: RemoteJob): Promise<void> {
    try {
      if (job.what.stored !== undefined) await job.what.stored()
      if (job.what.fingerprint === undefined) {
        await this.#link().add(job.what)
        return job.sent()
      }
      const known = await this.#link().addKeyed(job.what)
      job.sent()
      if (known !== undefined) this.#onNews({ id: job.id, kind: 'v', body: known, number: -1, inbox: '' })
    } catch (error) {
      job.fail(error)
    }
  }
}
