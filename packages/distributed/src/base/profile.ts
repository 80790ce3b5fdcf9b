/**
 * The times of the locks under which workers hold their jobs.
 *
 * One number cannot give both: the longer a lock lives, the longer an outage of Redis may be without a job
 * that runs twice, and the later the death of a worker is noticed. An outage shorter than `lock - renew`
 * repeats nothing. The job of a killed worker starts again within `lock + 2 * check`.
 */

import { describeValue } from '@acoro/core/lowlevel'
import { durationFrom } from './check.ts'

/** How long locks live, in ms. All workers of a queue should have the same. */
export interface LockTimes {
  /** A worker that has not renewed the lock of a job for this long has lost the job. */
  readonly lock: number
  /** How often locks are renewed. */
  readonly renew: number
  /** How often the queue is searched for jobs without a lock. */
  readonly check: number
}

/** `steady` stands outages of 50 s, and notices a dead worker within 70 s. `quick`: 7.5 s, and 15 s. */
export type Profile = 'steady' | 'quick' | LockTimes

/** The times of the two profiles. */
export const profiles: Readonly<Record<'steady' | 'quick', LockTimes>> = {
  steady: { lock: 60_000, renew: 10_000, check: 5_000 },
  quick: { lock: 10_000, renew: 2_500, check: 2_500 },
}

export function timesOf(profile: Profile = 'steady'): LockTimes {
  return typeof profile === 'string' ? profiles[profile] : profile
}

export function checkProfile(value: unknown, what: string): void {
  if (value === 'steady' || value === 'quick') return
  if (typeof value !== 'object' || value === null) {
    const Wrong = typeof value === 'string' ? RangeError : TypeError
    throw new Wrong(
      `Expected ${what} to be 'steady', 'quick' or { lock, renew, check }, got ${describeValue(value)}`,
    )
  }
  const { lock, renew, check } = value as Partial<LockTimes>
  const duration = durationFrom(10)
  duration(lock, `lock in ${what}`)
  duration(renew, `renew in ${what}`)
  duration(check, `check in ${what}`)
  if ((renew as number) > (lock as number) / 2) {
    throw new RangeError(
      `Expected renew in ${what} to be at most half of lock, ${lock} ms, got ${renew}: a lock must be renewed twice before it ends`,
    )
  }
}
