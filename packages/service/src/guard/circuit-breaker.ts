/**
 * Stops calling what fails.
 *
 *   closed --too many calls of the window failed--> open --openFor--> half-open --the probe succeeds--> closed
 *                                                     ^                   |
 *                                                     \--the probe fails--/
 *
 * There is no timer: the state is worked out at the call, so nothing can get lost that would have had to end
 * it. While it is half-open one call is the probe, and the others fail at once. A probe that ends in a
 * cancel, or in an error that is not counted, decides nothing: it gives its place back, and the next call is
 * the probe.
 *
 * Invariant: a result counts only in the state in which its call began. So calls that are slow to fail cannot
 * open it a second time.
 */

import { type Awaitable, type Coroutine, type EventLoop, isCancelledError } from '@acoro/core'
import { countFrom, describeValue } from '@acoro/core/lowlevel'
import { cancelRequests } from '../base/cancelling.ts'
import { checkedCopy, checkFunction, numberIn, period } from '../base/check.ts'
import { nameOf } from '../base/errors.ts'
import { GuardedCall } from '../base/guarded-call.ts'
import { Named } from '../base/named.ts'
import { ask, awaitable, callHook, report } from '../base/user-code.ts'
import { nextDelay, Schedule } from '../retry/schedule.ts'
import { FailureWindow } from './failure-window.ts'

/**
 * The circuit is open: the call was not made. `retryAfter` are the ms until the next probe, which `retry`
 * waits.
 */
export class CircuitOpenError extends Error {
  static {
    nameOf(CircuitOpenError, 'CircuitOpenError')
  }
  /** In ms. */
  readonly retryAfter: number

  /** @internal */
  constructor(message: string, retryAfter: number) {
    super(message)
    this.retryAfter = retryAfter
  }
}

export type CircuitState = 'closed' | 'open' | 'half-open'

export interface CircuitBreakerOptions {
  /** The share of failed calls, from 0 to 1, at which it opens; 0.5 by default. */
  threshold?: number | undefined
  /** The fewest calls in the window before it may open; 10 by default. */
  minimum?: number | undefined
  /** The time whose calls count, in ms; 10,000 by default. */
  window?: number | undefined
  /**
   * How long it stays open, in ms; 5000 by default. A schedule serves, too: its next delay is taken each time
   * a probe fails, and its last one again when it has ended.
   */
  openFor?: number | Iterable<number> | undefined
  /** Whether an error counts as a failure; by default every one does. It is never asked about a cancel. */
  isFailure?: ((error: unknown) => boolean) | undefined
  /** Is told of each change of the state. */
  onChange?: ((state: CircuitState) => void) | undefined
  /** Shown in errors. */
  name?: string | undefined
}

export interface CircuitBreakerStatistics {
  state: CircuitState
  /** The calls of the window, and how many of them failed. */
  calls: number
  failures: number
}

/**
 * Lets calls through until too many of them fail, then refuses them for a while. TypeError and RangeError for
 * bad options.
 *
 * @example
 * ```ts
 * const breaker = new CircuitBreaker({ minimum: 2, openFor: 1000 })
 * const down = function* () {
 *   yield* sleep(1)
 *   throw new Error('down')
 * }
 * const errors: string[] = []
 * for (let i = 0; i < 3; i++) {
 *   try {
 *     yield* breaker.call(down)
 *   } catch (error) {
 *     throwIfCancelled(error)
 *     errors.push((error as Error).name)
 *   }
 * }
 * errors // => ['Error', 'Error', 'CircuitOpenError']
 * yield* sleep(1000)
 * yield* breaker.call(() => sleep(1, 'up again')) // => 'up again'
 * breaker.state // => 'closed'
 * ```
 */
export class CircuitBreaker extends Named {
  readonly #options: CircuitBreakerOptions
  readonly #schedule: Schedule
  #window: FailureWindow
  /** The state as it was last decided; open is half-open when its time has passed. */
  #isOpen = false
  #until = 0
  #openFor = OPEN_FOR
  #delays: Iterator<number> | null = null
  #probe: object | null = null
  #era = 0
  #told: CircuitState = 'closed'
  #loop: EventLoop | null = null

  constructor(options: CircuitBreakerOptions = {}) {
    const settings = checkedCopy(options, 'CircuitBreaker()', KINDS)
    super(settings.name)
    this.#options = settings
    this.#schedule = Schedule.from(settings.openFor ?? OPEN_FOR)
    this.#window = new FailureWindow(settings.window ?? 10_000)
  }

  /** 'closed': calls are made. 'open': they fail at once. 'half-open': the next one is a probe. */
  get state(): CircuitState {
    if (!this.#isOpen) return 'closed'
    return this.#loop !== null && this.#loop.time() >= this.#until ? 'half-open' : 'open'
  }

  /**
   * Calls `fn`, and returns its value. CircuitOpenError if the circuit is open, or half-open with a probe
   * under way. If cancelled, the call is cancelled and does not count.
   */
  call<T>(fn: () => Awaitable<T>): Coroutine<T> {
    checkFunction(fn, 'the function to call')
    return new BreakerCall<T>(this, fn)
  }

  /** Closes the circuit, and forgets what was counted. */
  reset(): void {
    this.#close()
  }

  statistics(): CircuitBreakerStatistics {
    const { calls, failures } = this.#window.count(this.#loop?.time() ?? 0)
    return { state: this.state, calls, failures }
  }

  /** @internal Counts the changes: results of calls of an older state do not count. */
  get _era(): number {
    return this.#era
  }

  /** @internal Returns the ticket of a probe, or null for a call while it is closed. */
  _enter(): object | null {
    this.#loop = this._bind()
    if (!this.#isOpen) return null
    const left = this.#until - (this.#loop as EventLoop).time()
    if (left > 0) throw this.#refusal(`the next call is let through in ${Number(left.toFixed(1))} ms`, left)
    if (this.#probe !== null) throw this.#refusal('one call is under way to find out', this.#openFor)
    this.#probe = {}
    this.#tell('half-open')
    return this.#probe
  }

  #refusal(why: string, retryAfter: number): CircuitOpenError {
    return new CircuitOpenError(
      `The circuit${this.name === '' ? '' : ` of ${this.name}`} is open: ${why}`,
      retryAfter,
    )
  }

  /** @internal The probe has ended, in whatever way. */
  _leave(ticket: object): void {
    if (this.#probe === ticket) this.#probe = null
  }

  /** @internal */
  _isFailure(error: unknown): boolean {
    const { isFailure } = this.#options
    return isFailure === undefined || ask(isFailure, 'isFailure of CircuitBreaker()', true, error)
  }

  /** @internal */
  _succeeded(era: number, probe: object | null): void {
    if (era !== this.#era) return
    if (probe !== null) this.#close()
    else this.#window.add((this.#loop as EventLoop).time(), false)
  }

  /** @internal */
  _failed(era: number, probe: object | null, error: unknown): void {
    if (era !== this.#era) return
    const now = (this.#loop as EventLoop).time()
    if (probe !== null) {
      this.#open(now, error)
      return
    }
    this.#window.add(now, true)
    const { calls, failures } = this.#window.count(now)
    const { minimum = 10, threshold = 0.5 } = this.#options
    if (calls >= minimum && failures >= threshold * calls) this.#open(now, error)
  }

  #open(now: number, error: unknown): void {
    try {
      this.#delays ??= this.#schedule[Symbol.iterator]()
      this.#openFor = nextDelay(this.#delays, 'the delays of openFor', error) ?? this.#openFor
    } catch (wrong) {
      // The error of the call comes out, and the circuit opens for as long as the last time.
      report('error in openFor of CircuitBreaker()', wrong)
    }
    this.#isOpen = true
    this.#until = now + this.#openFor
    this.#era++
    this.#tell('open')
  }

  #close(): void {
    this.#isOpen = false
    this.#delays = null
    this.#probe = null
    this.#window.clear()
    this.#era++
    this.#tell('closed')
  }

  #tell(state: CircuitState): void {
    if (state === this.#told) return
    this.#told = state
    callHook(this.#options.onChange, 'onChange of CircuitBreaker()', state)
  }

  /** @internal The times of another loop say nothing. */
  override _rebound(): void {
    this.#close()
  }

  /** @internal */
  override _summary(): string {
    const { state, calls, failures } = this.statistics()
    return `${state}, ${failures} of ${calls} failed`
  }
}

const OPEN_FOR = 5000

function checkOpenFor(value: unknown, what: string): void {
  Schedule.from(value as number, what)
  if (Array.isArray(value) && value.length === 0) {
    throw new RangeError(`Expected ${what} to have a delay, got ${describeValue(value)}`)
  }
}

const KINDS = {
  threshold: numberIn(0, 1),
  minimum: countFrom(1),
  window: period,
  openFor: checkOpenFor,
  isFailure: 'function',
  onChange: 'function',
  name: 'string',
} as const

const CALL = { name: 'call' }

class BreakerCall<T> extends GuardedCall<T> {
  // Declared, and assigned in the constructor, for speed.
  declare private readonly breaker: CircuitBreaker
  declare private readonly fn: () => Awaitable<T>
  declare private ticket: object | null
  declare private era: number
  /** Requests to be cancelled that are older than this call. */
  declare private cancelling: number

  constructor(breaker: CircuitBreaker, fn: () => Awaitable<T>) {
    super(CALL)
    this.breaker = breaker
    this.fn = fn
    this.ticket = null
    this.era = 0
    this.cancelling = 0
  }

  protected override entered(): void {
    this.ticket = this.breaker._enter()
    this.era = this.breaker._era
    this.cancelling = cancelRequests()
  }

  protected override begin(): Awaitable<unknown> {
    // Not a method call: the function does not get `this`.
    const { fn } = this
    return awaitable(fn(), 'the function of a CircuitBreaker')
  }

  protected override succeeded(): void {
    this.breaker._succeeded(this.era, this.ticket)
    this.closed()
  }

  protected override failed(error: unknown): never {
    try {
      // A cancel is no failure, even if the function caught it and threw something else.
      const cancelled = isCancelledError(error) || cancelRequests() > this.cancelling
      if (!cancelled && this.breaker._isFailure(error)) this.breaker._failed(this.era, this.ticket, error)
      throw error
    } finally {
      this.closed()
    }
  }

  protected override closed(): void {
    if (this.ticket !== null) this.breaker._leave(this.ticket)
  }
}
