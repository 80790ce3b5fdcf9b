/**
 * Runs a body again until it succeeds.
 *
 * Two things are never mistaken for a failure. A cancel ends everything at once, in the body and in the
 * delay, even if the body turned it into another error. A value that has arrived is returned, whatever the
 * clock says.
 *
 * All runs in the task that awaits it: nothing is under way once it has ended.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  getRunningLoop,
  isAwaitable,
  isCancelledError,
  type Suspension,
} from '@acoro/core'
import { cancelRequests } from '../base/cancelling.ts'
import { checkedCopy, checkFunction, countFrom, durationOrInfinity, period } from '../base/check.ts'
import { until } from '../base/deadline.ts'
import { briefly, nameOfFunction } from '../base/errors.ts'
import { Nap } from '../base/nap.ts'
import { ask, awaitable, callHook } from '../base/user-code.ts'
import { type Jitter, jitters } from './jitter.ts'
import { retryAfterOf } from './retry-after.ts'
import { RetryBudget } from './retry-budget.ts'
import { type GiveUpReason, RetryError } from './retry-error.ts'
import { exponential, nextDelay, Schedule } from './schedule.ts'

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
 * Calls `body` until it succeeds, and returns its value. The last error of several attempts comes out as the
 * cause of a RetryError; an error that is not retried comes out as it is. If an error has a `retryAfter` (ms,
 * or the text of the HTTP header), that is the delay. TypeError and RangeError for bad options, at the call.
 *
 * A cancel is never retried. It ends the attempt or the delay at once.
 *
 * @example
 * ```ts
 * let calls = 0
 * const flaky = function* () {
 *   yield* sleep(1)
 *   if (++calls < 3) throw new Error('not yet')
 *   return `after ${calls} calls`
 * }
 * yield* retry(flaky, { attempts: 5, delay: exponential({ first: 10 }) }) // => 'after 3 calls'
 * ```
 */
export function retry<T>(body: (attempt: Attempt) => Awaitable<T>, options?: RetryOptions): Coroutine<T> {
  checkFunction(body, 'the body of retry()')
  return retrying(body, checkedCopy(options, 'retry()', KINDS)) as Coroutine<T>
}

const retrying = coroutine(function* retry(
  body: (attempt: Attempt) => Awaitable<unknown>,
  options: RetryOptions,
): Generator<Suspension, unknown, unknown> {
  const course = new Course(body, options)
  try {
    for (;;) {
      try {
        const value = yield* course.attempt()
        options.budget?.succeeded()
        return value
      } catch (error) {
        const when = course.failed(error)
        yield* course.rest(when)
      }
    }
  } finally {
    course.close()
  }
})

/** Shared by the calls that succeed at once: they keep no list. */
const NONE: readonly unknown[] = []

class OneAttempt implements Attempt {
  readonly number: number
  readonly lastError: unknown
  readonly #course: { gaveUp: boolean }

  constructor(course: { gaveUp: boolean }, errors: readonly unknown[]) {
    this.number = errors.length + 1
    this.lastError = errors[errors.length - 1]
    this.#course = course
  }

  /** A function of its own, which may be taken out of the attempt: `({ giveUp }) => …`. */
  get giveUp(): () => void {
    return () => {
      this.#course.gaveUp = true
    }
  }
}

/** One call of `retry`. */
class Course {
  readonly #body: (attempt: Attempt) => Awaitable<unknown>
  readonly #options: RetryOptions
  readonly #loop = getRunningLoop()
  readonly #start = this.#loop.time()
  /** Requests to be cancelled that are older than this call. */
  readonly #cancelling: number = cancelRequests()
  #errors: readonly unknown[] = NONE
  #delays: Iterator<number> | null = null
  gaveUp = false

  constructor(body: (attempt: Attempt) => Awaitable<unknown>, options: RetryOptions) {
    this.#body = body
    this.#options = options
  }

  get #name(): string {
    return this.#options.name ?? nameOfFunction(this.#body, 'retry')
  }

  get #most(): number {
    const { attempts, delay } = this.#options
    return attempts ?? (Array.isArray(delay) ? delay.length + 1 : 4)
  }

  get #end(): number {
    return this.#start + (this.#options.maxElapsed ?? Infinity)
  }

  attempt(): Awaitable<unknown> {
    const { timeout = Infinity, maxElapsed = Infinity } = this.#options
    if (timeout === Infinity && maxElapsed === Infinity) return this.#begin()
    return until(Math.min(this.#end, this.#loop.time() + timeout), this.#name, () => this.#begin())
  }

  #begin(): Awaitable<unknown> {
    const returned = this.#body(new OneAttempt(this, this.#errors))
    // A mistake in the program, which no further attempt would mend.
    if (!isAwaitable(returned)) this.gaveUp = true
    return awaitable(returned, 'the body of retry()')
  }

  /** Returns when the next attempt begins, or throws what `retry` ends with. */
  failed(error: unknown): number {
    // Even if the body caught the cancel and threw something else.
    if (isCancelledError(error) || cancelRequests() > this.#cancelling) throw error
    this.#errors = [...this.#errors, error]
    const { retryIf, budget, onRetry } = this.#options
    const attempt = this.#errors.length
    if (this.gaveUp || (attempt === 1 && this.#most === 1)) throw error
    if (retryIf !== undefined && !ask(retryIf, 'retryIf of retry()', false, error, attempt)) throw error

    const now = this.#loop.time()
    if (attempt >= this.#most) throw this.#givingUp('attempts', 'no attempts are left')
    if (now >= this.#end) throw this.#givingUp('maxElapsed', `maxElapsed is ${this.#options.maxElapsed} ms`)
    const delay = this.#delay(error)
    if (now + delay >= this.#end) {
      throw this.#givingUp(
        'maxElapsed',
        `a delay of ${delay} ms would pass maxElapsed, ${this.#options.maxElapsed} ms`,
      )
    }
    if (budget !== undefined && !budget.tryTake()) throw this.#givingUp('budget', 'the retry budget is empty')
    callHook(onRetry, 'onRetry of retry()', error, { attempt, delay, elapsed: now - this.#start })
    return now + delay
  }

  #delay(error: unknown): number {
    const { maxRetryAfter = 60_000 } = this.#options
    const asked = retryAfterOf(error, this.#loop)
    // Taken also if it is not used: the schedule counts attempts.
    const planned = nextDelay(this.#schedule(), 'the delays of retry()', error)
    if (planned === undefined) throw this.#givingUp('delays', 'the schedule has no further delay')
    if (asked !== undefined && asked > maxRetryAfter) {
      throw this.#givingUp(
        'retryAfter',
        `the error asks to wait ${asked} ms, and maxRetryAfter is ${maxRetryAfter} ms`,
      )
    }
    return asked ?? planned
  }

  #schedule(): Iterator<number> {
    if (this.#delays !== null) return this.#delays
    const { delay, random } = this.#options
    const jitter = this.#options.jitter ?? (delay === undefined ? 'full' : undefined)
    const plain = delay === undefined ? exponential() : Schedule.from(delay)
    const schedule = jitter === undefined ? plain : plain.jittered(jitter, { random })
    this.#delays = schedule[Symbol.iterator]()
    return this.#delays
  }

  *rest(when: number): Generator<Suspension, void, unknown> {
    let rested = false
    try {
      yield* new Nap(() => this.#describe(when)).until(when)
      rested = true
    } finally {
      if (!rested) this.#options.budget?.giveBack()
    }
  }

  /** As `for`-`of` does: a schedule of the user may have something to close. */
  close(): void {
    const delays = this.#delays
    if (delays?.return !== undefined) callHook(() => void delays.return?.(), 'the delays of retry()')
  }

  #describe(when: number): string {
    const next = this.#errors.length + 1
    const of = this.#most === Infinity ? '' : ` of ${this.#most}`
    const at = Number(when.toFixed(1))
    return `retry of ${this.#name} (attempt ${next}${of} at ${at} ms, after ${briefly(this.#errors.at(-1))})`
  }

  #givingUp(reason: GiveUpReason, why: string): RetryError {
    return new RetryError(this.#name, this.#errors, this.#loop.time() - this.#start, reason, why)
  }
}
