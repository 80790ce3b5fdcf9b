/** Trying again, and doing something again and again, for programs with promises. */

import * as service from '@acoro/service'
import { realOf } from '../face/faces.ts'
import { body, promised } from '../face/promised.ts'

/**
 * Calls `body` until it succeeds. See `retry` of @acoro/service. Cancelling it cancels the attempt, or ends
 * the pause.
 *
 * @example
 * ```ts
 * import { retry } from '@acoro/async/service'
 *
 * let calls = 0
 * const flaky = async () => {
 *   if (++calls < 3) throw new Error('not yet')
 *   return calls
 * }
 * await retry(flaky, { attempts: 5, delay: 100 }) // => 3
 * ```
 */
export const retry: <T>(
  body: (attempt: service.Attempt) => T | PromiseLike<T>,
  options?: service.RetryOptions,
) => Promise<T> = promised(service.retry, body)

/**
 * Calls `body` every `ms` milliseconds, until it calls `tick.stop()` or is cancelled. See `every` of
 * @acoro/service.
 */
export const every: (
  ms: number,
  body: (tick: service.EveryTick) => unknown,
  options?: service.EveryOptions,
) => Promise<service.TickerStatistics> = promised(service.every, realOf, body)

/** Calls `body` at the times of a cron pattern. See `cron` of @acoro/service. */
export const cron: (
  pattern: string,
  body: (tick: service.CronTick) => unknown,
  options?: service.CronOptions,
) => Promise<service.TickerStatistics> = promised(service.cron, realOf, body)
