/**
 * Fewer calls than callers: `debounce` waits for quiet, `throttle` for its turn.
 *
 *   nobody waits --a call--> delayed --its time--> under way --> all who waited get its result
 *                              \--a further call: the same one, with the newer arguments
 *
 * Superseded callers share the later result, so nobody waits for ever. The delayed call is a task that they
 * share (see flights.ts).
 */

import { type Awaitable, type Coroutine, coroutine, type EventLoop, type Suspension } from '@acoro/core'
import { checkOptions, durationOrInfinity } from '@acoro/core/lowlevel'
import { checkFunction, period } from '../base/check.ts'
import { nameOfFunction } from '../base/errors.ts'
import { Named } from '../base/named.ts'
import { Nap } from '../base/nap.ts'
import { awaitable } from '../base/user-code.ts'
import { type Flight, Flights, flying } from '../flight/flights.ts'

export interface DebounceOptions {
  /** The most ms that the first caller waits while others keep coming; no limit by default. */
  maxWait?: number | undefined
  /** Shown in reports; the name of the function by default. */
  name?: string | undefined
}

export interface ThrottleOptions {
  /** Shown in reports; the name of the function by default. */
  name?: string | undefined
}

/** A function whose calls are delayed and joined. */
export interface Delayed<Args extends unknown[], T> {
  (...args: Args): Coroutine<T>
  /** Cancels the delayed call and all who wait for it. Returns whether there was one. */
  cancel(message?: string): boolean
  /** Makes the delayed call at once. Returns whether there was one. */
  flush(): boolean
}

/**
 * Calls `fn` when `ms` milliseconds have passed without a further call, with the arguments of the last one.
 * All callers get its result. TypeError and RangeError for bad arguments.
 *
 * If a caller is cancelled, the others keep the result. The last one to leave cancels the call.
 *
 * @example
 * ```ts
 * const search = debounce(function* (text: string) {
 *   yield* sleep(10)
 *   return `found ${text}`
 * }, 100)
 * yield* gather([search('a'), search('ac'), search('aco')]) // => ['found aco', 'found aco', 'found aco']
 * ```
 */
export function debounce<Args extends unknown[], T>(
  fn: (...args: Args) => Awaitable<T>,
  ms: number,
  options?: DebounceOptions,
): Delayed<Args, T> {
  checkFunction(fn, 'the function of debounce()')
  period(ms, 'the time of debounce()')
  checkOptions(options, 'debounce()', { maxWait: durationOrInfinity, name: 'string' })
  const maxWait = options?.maxWait ?? Infinity
  return wrapped(fn, options?.name, 'debounce', (now, first) => Math.min(now + ms, first + maxWait))
}

/**
 * Calls `fn` at once, and then at most once in `ms` milliseconds. Calls in between are joined to one at the
 * end of that time, with the arguments of the last one. (To make every call, only later, use a `JobQueue`
 * with a rate.) TypeError and RangeError for bad arguments.
 *
 * If a caller is cancelled, the others keep the result. The last one to leave cancels the call.
 *
 * @example
 * ```ts
 * const draw = throttle(function* (frame: number) {
 *   yield* sleep(1)
 *   return `frame ${frame}`
 * }, 16)
 * const first = yield* draw(1)
 * const others = yield* gather([draw(2), draw(3)])
 * first // => 'frame 1'
 * others // => ['frame 3', 'frame 3']
 * ```
 */
export function throttle<Args extends unknown[], T>(
  fn: (...args: Args) => Awaitable<T>,
  ms: number,
  options?: ThrottleOptions,
): Delayed<Args, T> {
  checkFunction(fn, 'the function of throttle()')
  period(ms, 'the time of throttle()')
  checkOptions(options, 'throttle()', { name: 'string' })
  return wrapped(fn, options?.name, 'throttle', (_now, first, last) => Math.max(first, last + ms))
}

/**
 * When to make the call: it is `now`, the first of its callers came at `first`, and the last call began at
 * `last`.
 */
type When = (now: number, first: number, last: number) => number

function wrapped<Args extends unknown[], T>(
  fn: (...args: Args) => Awaitable<T>,
  name: string | undefined,
  kind: string,
  when: When,
): Delayed<Args, T> {
  const named = name ?? nameOfFunction(fn, kind)
  const delayer = new Delayer(fn as (...args: unknown[]) => Awaitable<unknown>, named, when)
  const call = (...args: Args): Coroutine<T> => calling(delayer, args) as Coroutine<T>
  Object.defineProperty(call, 'name', { value: named, configurable: true })
  return Object.assign(call, {
    cancel: (message?: string) => delayer.cancel(message),
    flush: () => delayer.flush(),
  })
}

interface Delay {
  args: unknown[]
  readonly first: number
  when: number
  readonly flight: Flight<unknown>
  readonly nap: Nap
}

class Delayer extends Named {
  readonly #fn: (...args: unknown[]) => Awaitable<unknown>
  readonly #when: When
  readonly #flights = new Flights()
  #delay: Delay | null = null
  /** When the last call began. */
  #last = -Infinity

  constructor(fn: (...args: unknown[]) => Awaitable<unknown>, name: string, when: When) {
    super(name)
    this.#fn = fn
    this.#when = when
  }

  *call(args: unknown[]): Generator<Suspension, unknown, unknown> {
    const loop = this._bind()
    const now = loop.time()
    // One that is being cancelled takes nobody.
    if (this.#delay !== null && this.#delay.flight.task.cancelling() > 0) this.#delay = null
    this.#delay ??= this.#begin(loop, now)
    const delay = this.#delay
    delay.args = args
    delay.when = this.#when(now, delay.first, this.#last)
    yield* delay.flight.share()
    return delay.flight.task.result()
  }

  #begin(loop: EventLoop, first: number): Delay {
    const nap = new Nap(() => `${this.name} (delayed until ${Number(delay.when.toFixed(1))} ms)`)
    const delay: Delay = {
      args: [],
      first,
      when: first,
      nap,
      flight: this.#flights.begin<unknown>(
        nap,
        loop,
        flying(() => delaying(this, delay, loop), this.name),
        this.name,
      ),
    }
    return delay
  }

  /** @internal */
  *_delaying(delay: Delay, loop: EventLoop): Generator<Suspension, unknown, unknown> {
    while (delay.when > loop.time()) yield* delay.nap.until(delay.when)
    // Those who come from now on wait for the next call.
    if (this.#delay === delay) this.#delay = null
    this.#last = loop.time()
    // Not a method call: the function does not get `this`.
    const fn = this.#fn
    return yield* awaitable(fn(...delay.args), `the function of ${this.name}`)
  }

  cancel(message?: string): boolean {
    const delay = this.#delay
    this.#delay = null
    return delay?.flight.task.cancel(message ?? `${this.name} was cancelled`) ?? false
  }

  flush(): boolean {
    const delay = this.#delay
    if (delay === null) return false
    delay.when = -Infinity
    delay.nap.wake()
    // A further call would put it off again.
    this.#delay = null
    return true
  }

  /** @internal */
  override _rebound(): void {
    this.#delay = null
    this.#last = -Infinity
    this.#flights.forgetAll()
  }

  /** @internal */
  override _summary(): string {
    return this.#delay === null ? 'idle' : 'delayed'
  }
}

const calling = coroutine(function* call(
  delayer: Delayer,
  args: unknown[],
): Generator<Suspension, unknown, unknown> {
  return yield* delayer.call(args)
})

const delaying = coroutine(function* call(
  delayer: Delayer,
  delay: Delay,
  loop: EventLoop,
): Generator<Suspension, unknown, unknown> {
  return yield* delayer._delaying(delay, loop)
})
