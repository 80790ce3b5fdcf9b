/**
 * Watches the leases of callers: a job of a caller that is gone is cancelled.
 *
 * A caller renews its lease at a third of its time. All callers of running jobs are asked about together.
 */

import type { Redis } from 'ioredis'
import type { Keys } from '../base/keys.ts'
import type { JobRun } from './job-run.ts'

/** How often to look, in ms. */
const EVERY = 1000

export class LeaseWatch {
  readonly #redis: Redis
  readonly #keys: Keys
  readonly #runs = new Map<JobRun, string>()
  #timer: NodeJS.Timeout | undefined

  constructor(redis: Redis, keys: Keys) {
    this.#redis = redis
    this.#keys = keys
  }

  watch(run: JobRun, caller: string): void {
    this.#runs.set(run, caller)
    this.#timer ??= setInterval(() => void this.#look(), EVERY)
  }

  forget(run: JobRun): void {
    this.#runs.delete(run)
    if (this.#runs.size === 0) this.close()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #look(): Promise<void> {
    const watched = [...this.#runs]
    const callers = [...new Set(watched.map(([, caller]) => caller))]
    try {
      const alive = await Promise.all(callers.map((caller) => this.#redis.exists(this.#keys.lease(caller))))
      const gone = new Set(callers.filter((_, i) => alive[i] === 0))
      for (const [run, caller] of watched) if (gone.has(caller)) run.stop('cancelled')
    } catch {
      // No answer is no news: the connection tells of its errors itself.
    }
  }
}
