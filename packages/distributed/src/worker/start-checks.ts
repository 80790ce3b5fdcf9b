/**
 * What a worker looks at before it takes the first job: is Redis as it has to be, and do clocks and times
 * agree?
 */

import type { Redis } from 'ioredis'
import type { Keys } from '../base/keys.ts'
import type { LockTimes } from '../base/profile.ts'

/** Delays and expiries go by the worker's clock, locks by that of Redis. */
export async function checkClock(redis: Redis, warn: (error: unknown) => void): Promise<void> {
  const [seconds, micros] = (await redis.time()) as unknown as [number | string, number | string]
  const skew = Math.round(Date.now() - (Number(seconds) * 1000 + Number(micros) / 1000))
  if (Math.abs(skew) <= 1000) return
  warn(
    new Error(
      `the clock of this machine is ${skew} ms ahead of that of Redis: delays and expiries are off by as much`,
    ),
  )
}

/** The last worker that searched for lost jobs decides how often that is done. */
export async function checkTimes(
  redis: Redis,
  keys: Keys,
  times: LockTimes,
  warn: (error: unknown) => void,
): Promise<void> {
  const own = JSON.stringify(times)
  const known = await redis.set(keys.profile, own, 'GET')
  if (known === null || known === own) return
  warn(
    new Error(
      `other workers of the queue have other times of locks, ${known}: give all of them the same profile`,
    ),
  )
}
