/** What `retry` throws when it gives up. */

import { briefly, nameOf } from '../base/errors.ts'

/**
 * Why a retry gave up: no attempts or no delays were left, `maxElapsed` was over or would be, the server
 * asked for more than `maxRetryAfter`, or the budget was empty.
 */
export type GiveUpReason = 'attempts' | 'delays' | 'maxElapsed' | 'retryAfter' | 'budget'

/** Every attempt failed. `cause` is the error of the last attempt, `errors` are those of all of them. */
export class RetryError extends Error {
  static {
    nameOf(RetryError, 'RetryError')
  }
  /** The errors of all attempts, the first one first. */
  readonly errors: readonly unknown[]
  /** The time from the first attempt until it gave up, in ms. */
  readonly elapsed: number
  readonly reason: GiveUpReason

  /** @internal */
  constructor(name: string, errors: readonly unknown[], elapsed: number, reason: GiveUpReason, why: string) {
    const attempts = errors.length === 1 ? '1 attempt' : `${errors.length} attempts`
    const last = errors[errors.length - 1]
    const ms = Number(elapsed.toFixed(3))
    super(`${name} failed after ${attempts} in ${ms} ms (${why}): ${briefly(last)}`, { cause: last })
    this.errors = errors
    this.elapsed = elapsed
    this.reason = reason
  }

  /** The number of attempts that were made. */
  get attempts(): number {
    return this.errors.length
  }
}
