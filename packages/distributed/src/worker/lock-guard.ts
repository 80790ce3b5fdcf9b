/**
 * Watches the locks of running jobs by this process's own clock.
 *
 * A worker that is cut off from Redis hears of its lost locks only when Redis is back; until then another
 * worker has begun the same jobs. So a job whose lock was not renewed in time is cancelled before the lock
 * ends.
 *
 * The same timer shows whether the loop is blocked: a lock cannot be renewed while a job computes.
 */

import type { LockTimes } from '../base/profile.ts'
import type { JobRun } from './job-run.ts'

export class LockGuard {
  readonly #runs: ReadonlyMap<string, JobRun>
  readonly #times: LockTimes
  readonly #warn: (error: unknown) => void
  readonly #timer: NodeJS.Timeout
  #last: number = performance.now()

  constructor(runs: ReadonlyMap<string, JobRun>, times: LockTimes, warn: (error: unknown) => void) {
    this.#runs = runs
    this.#times = times
    this.#warn = warn
    this.#timer = setInterval(() => this.#look(), Math.min(250, times.lock / 20))
  }

  /** The locks of these jobs were renewed. */
  renewed(ids: readonly string[]): void {
    const now = performance.now()
    for (const id of ids) {
      const run = this.#runs.get(id)
      if (run !== undefined) run.renewed = now
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const { lock } = this.#times
    const now = performance.now()
    const blocked = now - this.#last
    this.#last = now
    if (blocked > lock / 2) {
      this.#warn(
        new Error(
          `the loop was blocked for more than half the life of a lock, ${lock} ms: run what computes in a ThreadPoolExecutor`,
        ),
      )
    }
    const margin = Math.min(1000, lock / 10)
    for (const run of this.#runs.values()) if (now - run.renewed > lock - margin) run.stop('lost')
  }
}
