/**
 * The options of `retry`, and their check.
 *
 * A retry often stands around a short call that succeeds, so this is on its way each time. The options are read one by
 * one, which is several times as fast as a loop over their names.
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

const KINDS = {
  attempts: countFrom(1, true),
  delay: (value: unknown, what: string) => void Schedule.from(value as number, what),
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

/**
 * Checks the options, and copies them: what becomes of the object afterwards changes nothing. TypeError and RangeError
 * for bad ones.
 */
export function retrySettings(options: RetryOptions | undefined): RetryOptions {
  if (options === undefined) return DEFAULTS
  if (!isPlain(options)) checkOptions(options, 'retry()', KINDS)
  const { attempts, delay, jitter, retryIf, timeout, maxElapsed } = options
  const { maxRetryAfter, budget, onRetry, name, random } = options
  if (attempts !== undefined) checkOption(attempts, 'the option attempts of retry()', KINDS.attempts)
  if (delay !== undefined) checkOption(delay, 'the option delay of retry()', KINDS.delay)
  if (jitter !== undefined) checkOption(jitter, 'the option jitter of retry()', KINDS.jitter)
  if (retryIf !== undefined) checkOption(retryIf, 'the option retryIf of retry()', KINDS.retryIf)
  if (timeout !== undefined) checkOption(timeout, 'the option timeout of retry()', KINDS.timeout)
  if (maxElapsed !== undefined) checkOption(maxElapsed, 'the option maxElapsed of retry()', KINDS.maxElapsed)
  if (maxRetryAfter !== undefined)
    checkOption(maxRetryAfter, 'the option maxRetryAfter of retry()', KINDS.maxRetryAfter)
  if (budget !== undefined) checkOption(budget, 'the option budget of retry()', KINDS.budget)
  if (onRetry !== undefined) checkOption(onRetry, 'the option onRetry of retry()', KINDS.onRetry)
  if (name !== undefined) checkOption(name, 'the option name of retry()', KINDS.name)
  if (random !== undefined) checkOption(random, 'the option random of retry()', KINDS.random)
  return {
    attempts,
    delay,
    jitter,
    retryIf,
    timeout,
    maxElapsed,
    maxRetryAfter,
    budget,
    onRetry,
    name,
    random,
  }
}

const DEFAULTS: RetryOptions = {}
