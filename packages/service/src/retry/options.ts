/**
 * The options of `retry`, and their check.
 *
 * A retry often stands around a short call that succeeds, so this is on its way each time. The options are
 * read one by one, which is several times as fast as a loop over their names, and what few calls have is
 * copied only if it is there.
 */

import { checkOption, checkOptions, countFrom, durationOrInfinity } from '@acoro/core/lowlevel'
import { isPlain, period } from '../base/check.ts'
import { type Jitter, jitters } from './jitter.ts'
import { RetryBudget } from './retry-budget.ts'
import { Schedule } from './schedule.ts'

/** What a body of `retry` is called with. */
export interface Attempt {
  /** The number of this call, from 1 on. */
  readonly number: number
  /** The error of the attempt before; undefined in the first. */
  readonly lastError: unknown
  /** After this call there is no further attempt: if this one fails, its error comes out as it is. */
  giveUp(): void
}

/** What `onRetry` is told. */
export interface RetryInfo {
  /** The number of the attempt that failed, from 1 on. */
  readonly attempt: number
  /** The ms until the next attempt. */
  readonly delay: number
  /** The ms since the first attempt began. */
  readonly elapsed: number
}

export interface RetryOptions {
  /** The most calls of the body; 4 by default, or one more than the length of a list of delays. */
  attempts?: number | undefined
  /** The ms between attempts: a number, a list or a schedule. By default `exponential()` with full jitter. */
  delay?: number | Iterable<number> | undefined
  /** Shortens the delays at random. */
  jitter?: Jitter | undefined
  /** Whether to try again after this error; by default after every one. It is never asked about a cancel. */
  retryIf?: ((error: unknown, attempt: number) => boolean) | undefined
  /** The most ms of each attempt. A TimeoutError is an error like others. */
  timeout?: number | undefined
  /** The most ms of everything. It cuts a running attempt short, and no delay reaches past it. */
  maxElapsed?: number | undefined
  /**
   * The most ms that an error's `retryAfter` may ask for; 60,000 by default. If it asks for more, `retry`
   * gives up.
   */
  maxRetryAfter?: number | undefined
  /** Shared with other calls: no retry without a token. */
  budget?: RetryBudget | undefined
  /** Called before each delay. What it throws goes to the exception handler of the loop. */
  onRetry?: ((error: unknown, info: RetryInfo) => void) | undefined
  /** Shown in reports and errors; the name of the body by default. */
  name?: string | undefined
  /** Returns a number from 0 to 1, for the jitter; `Math.random` by default. */
  random?: (() => number) | undefined
}

const MORE_KINDS = {
  jitter: jitters,
  retryIf: 'function',
  timeout: period,
  maxElapsed: durationOrInfinity,
  maxRetryAfter: durationOrInfinity,
  budget: (value: unknown, what: string) => {
    if (value instanceof RetryBudget) return
    throw new TypeError(`Expected ${what} to be a RetryBudget, which calls share: pass new RetryBudget()`)
  },
  onRetry: 'function',
  name: 'string',
  random: 'function',
} as const

const KINDS = {
  attempts: countFrom(1, true),
  delay: (value: unknown, what: string) => void Schedule.from(value as number, what),
  ...MORE_KINDS,
} as const

/** Those that most calls do without. */
export type MoreOptions = Omit<RetryOptions, 'attempts' | 'delay'>

const NO_MORE: MoreOptions = Object.freeze({})

/** Checks the options. TypeError and RangeError for bad ones. */
export function checkRetryOptions(options: RetryOptions): void {
  if (!isPlain(options)) {
    checkOptions(options, 'retry()', KINDS)
    return
  }
  const { attempts, delay } = options
  const isCount = Number.isInteger(attempts) && (attempts as number) > 0
  if (attempts !== undefined && !isCount)
    checkOption(attempts, 'the option attempts of retry()', KINDS.attempts)
  // A number that is a time needs no schedule to be checked.
  const isTime = typeof delay === 'number' && delay >= 0 && delay < Infinity
  if (delay !== undefined && !isTime) checkOption(delay, 'the option delay of retry()', KINDS.delay)
}

/** Checks the other options, and copies them: what becomes of the object afterwards changes nothing. */
export function moreOptions(options: RetryOptions): MoreOptions {
  const { jitter, retryIf, timeout, maxElapsed, maxRetryAfter, budget, onRetry, name, random } = options
  if (
    jitter === undefined &&
    retryIf === undefined &&
    timeout === undefined &&
    maxElapsed === undefined &&
    maxRetryAfter === undefined &&
    budget === undefined &&
    onRetry === undefined &&
    name === undefined &&
    random === undefined
  ) {
    return NO_MORE
  }
  const more = { jitter, retryIf, timeout, maxElapsed, maxRetryAfter, budget, onRetry, name, random }
  checkOptions(more, 'retry()', MORE_KINDS)
  return more
}
