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
  type EventLoop,
  getRunningLoop,
  isAwaitable,
  isCancelledError,
  type Suspension,
  sleep,
} from '@acoro/core'
import { SleepFuture } from '@acoro/core/lowlevel'
import { cancelRequests } from '../base/cancelling.ts'
import { checkFunction } from '../base/check.ts'
import { until } from '../base/deadline.ts'
import { briefly, nameOfFunction } from '../base/errors.ts'
import { GuardedCall } from '../base/guarded-call.ts'
import { ask, awaitable, callHook } from '../base/user-code.ts'
import {
  type Attempt,
  checkRetryOptions,
  type MoreOptions,
  moreOptions,
  type RetryOptions,
} from './options.ts'
import { retryAfterOf } from './retry-after.ts'
import { type GiveUpReason, RetryError } from './retry-error.ts'
import { exponential, nextDelay, Schedule } from './schedule.ts'

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
  return new Retry<T>(body, options ?? DEFAULTS)
}

const RETRY = { name: 'retry' }
const DEFAULTS: RetryOptions = {}

/** Shared by the calls that succeed at once: they keep no list. */
const NONE: unknown[] = []

/** What few calls have: those that failed, or that were told to give up. */
interface Later {
  delays: Iterator<number> | null
  gaveUp: boolean
}

class OneAttempt implements Attempt {
  // Declared, and assigned in the constructor, for speed.
  declare readonly number: number
  declare readonly lastError: unknown
  declare private readonly course: { readonly later: Later }

  constructor(course: { readonly later: Later }, errors: readonly unknown[]) {
    this.number = errors.length + 1
    this.lastError = errors.length === 0 ? undefined : errors[errors.length - 1]
    this.course = course
  }

  /** A function of its own, which may be taken out of the attempt: `({ giveUp }) => …`. */
  get giveUp(): () => void {
    return () => {
      this.course.later.gaveUp = true
    }
  }
}

class Retry<T> extends GuardedCall<T> {
  // Declared, and assigned in the constructor, for speed. Few fields: most of what a short call costs is its
  // memory.
  declare private readonly body: (attempt: Attempt) => Awaitable<unknown>
  declare private readonly attempts: number | undefined
  declare private readonly delay: number | Iterable<number> | undefined
  declare private readonly options: MoreOptions
  declare private began: number
  /** Requests to be cancelled that are older than this call. */
  declare private cancelling: number
  declare private errors: unknown[]
  declare private more: Later | null

  constructor(body: (attempt: Attempt) => Awaitable<unknown>, options: RetryOptions) {
    super(RETRY)
    checkRetryOptions(options)
    this.body = body
    this.attempts = options.attempts
    this.delay = options.delay
    this.options = moreOptions(options)
    this.began = 0
    this.cancelling = 0
    this.errors = NONE
    this.more = null
  }

  protected override entered(): void {
    this.began = getRunningLoop().time()
    this.cancelling = cancelRequests()
  }

  protected override succeeded(): void {
    this.options.budget?.succeeded()
    this.closed()
  }

  protected override failed(error: unknown): Generator<Suspension, unknown, unknown> {
    try {
      return this.again(this.nextAt(error))
    } catch (last) {
      this.closed()
      throw last
    }
  }

  /** The attempts after the first one. */
  private *again(first: number): Generator<Suspension, unknown, unknown> {
    const { budget } = this.options
    const loop = getRunningLoop()
    let when = first
    let resting = true
    try {
      for (;;) {
        yield* when > loop.time() ? new Rest(loop, when, this as Retry<unknown>) : sleep(0)
        resting = false
        try {
          const value = yield* this.begin()
          budget?.succeeded()
          return value
        } catch (error) {
          when = this.nextAt(error)
          resting = true
        }
      }
    } finally {
      if (resting) budget?.giveBack()
      this.closed()
    }
  }

  get later(): Later {
    this.more ??= { delays: null, gaveUp: false }
    return this.more
  }

  private get name(): string {
    return this.options.name ?? nameOfFunction(this.body, 'retry')
  }

  private get most(): number {
    const { attempts, delay } = this
    return attempts ?? (Array.isArray(delay) ? delay.length + 1 : 4)
  }

  private get end(): number {
    return this.began + (this.options.maxElapsed ?? Infinity)
  }

  protected override begin(): Awaitable<unknown> {
    const { timeout = Infinity, maxElapsed = Infinity } = this.options
    if (timeout === Infinity && maxElapsed === Infinity) return this.attempt()
    const end = Math.min(this.end, getRunningLoop().time() + timeout)
    return until(end, this.name, () => this.attempt())
  }

  private attempt(): Awaitable<unknown> {
    // Not a method call: the body does not get `this`.
    const { body } = this
    const returned = body(new OneAttempt(this, this.errors))
    if (isAwaitable(returned)) return returned
    // A mistake in the program, which no further attempt would mend.
    this.later.gaveUp = true
    return awaitable(returned, 'the body of retry()')
  }

  /** Returns when the next attempt begins, or throws what `retry` ends with. */
  private nextAt(error: unknown): number {
    // Even if the body caught the cancel and threw something else.
    if (isCancelledError(error) || cancelRequests() > this.cancelling) throw error
    if (this.errors === NONE) this.errors = [error]
    else this.errors.push(error)
    const { retryIf, budget, onRetry } = this.options
    const attempt = this.errors.length
    if (this.more?.gaveUp === true || (attempt === 1 && this.most === 1)) throw error
    if (retryIf !== undefined && !ask(retryIf, 'retryIf of retry()', false, error, attempt)) throw error

    const now = getRunningLoop().time()
    if (attempt >= this.most) throw this.givingUp('attempts', 'no attempts are left')
    if (now >= this.end) throw this.givingUp('maxElapsed', `maxElapsed is ${this.options.maxElapsed} ms`)
    const delay = this.delayAfter(error)
    if (now + delay >= this.end) {
      throw this.givingUp(
        'maxElapsed',
        `a delay of ${delay} ms would pass maxElapsed, ${this.options.maxElapsed} ms`,
      )
    }
    if (budget !== undefined && !budget.tryTake()) throw this.givingUp('budget', 'the retry budget is empty')
    if (onRetry !== undefined)
      callHook(onRetry, 'onRetry of retry()', error, { attempt, delay, elapsed: now - this.began })
    return now + delay
  }

  private delayAfter(error: unknown): number {
    const { maxRetryAfter = 60_000 } = this.options
    const asked = retryAfterOf(error, getRunningLoop())
    // Taken also if it is not used: the schedule counts attempts.
    const planned = this.planned(error)
    if (planned === undefined) throw this.givingUp('delays', 'the schedule has no further delay')
    if (asked !== undefined && asked > maxRetryAfter) {
      throw this.givingUp(
        'retryAfter',
        `the error asks to wait ${asked} ms, and maxRetryAfter is ${maxRetryAfter} ms`,
      )
    }
    return asked ?? planned
  }

  private planned(error: unknown): number | undefined {
    const { delay } = this
    const { jitter } = this.options
    if (typeof delay === 'number' && jitter === undefined) return delay
    return nextDelay(this.schedule(), 'the delays of retry()', error)
  }

  private schedule(): Iterator<number> {
    const { delay, later } = this
    if (later.delays !== null) return later.delays
    const { random } = this.options
    const jitter = this.options.jitter ?? (delay === undefined ? 'full' : undefined)
    const plain = delay === undefined ? exponential() : Schedule.from(delay)
    const schedule = jitter === undefined ? plain : plain.jittered(jitter, { random })
    later.delays = schedule[Symbol.iterator]()
    return later.delays
  }

  /** As `for`-`of` does: a schedule of the user may have something to close. */
  protected override closed(): void {
    const delays = this.more?.delays
    if (delays?.return !== undefined) callHook(() => void delays.return?.(), 'the delays of retry()')
  }

  describe(when: number): string {
    const next = this.errors.length + 1
    const of = this.most === Infinity ? '' : ` of ${this.most}`
    const at = Number(when.toFixed(1))
    return `retry of ${this.name} (attempt ${next}${of} at ${at} ms, after ${briefly(this.errors.at(-1))})`
  }

  private givingUp(reason: GiveUpReason, why: string): RetryError {
    return new RetryError(this.name, this.errors, getRunningLoop().time() - this.began, reason, why)
  }
}

/** The delay before an attempt. The wait is its own timer, which a cancel takes away. */
class Rest extends SleepFuture<void> {
  declare private readonly course: Retry<unknown>
  declare private readonly when: number

  constructor(loop: EventLoop, when: number, course: Retry<unknown>) {
    super(loop, when, undefined)
    this.course = course
    this.when = when
  }

  override describe(): string {
    return this.course.describe(this.when)
  }
}
