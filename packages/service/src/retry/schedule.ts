/**
 * Schedules: how long to wait before the next attempt, restart or probe.
 *
 * A schedule is an iterable of delays in ms that begins anew each time it is iterated, so two retries can
 * share one and never disturb each other. It ends if its iterator ends: then there is no further attempt.
 * Every delay is capped first. Jitter comes last and only shortens, so no delay is above the cap, and delays
 * at the cap are spread, too.
 */

import { getRunningLoop } from '@acoro/core'
import {
  checkMilliseconds,
  checkOption,
  checkOptions,
  countFrom,
  describeValue,
  duration,
  durationOrInfinity,
} from '@acoro/core/lowlevel'
import { checkFunction, numberIn } from '../base/check.ts'
import { withCause } from '../base/errors.ts'
import { type Jitter, type JitterOptions, jittering, jitters } from './jitter.ts'

/**
 * Delays in ms. Each iteration begins anew, and has a state of its own.
 *
 * @example
 * ```ts
 * const delays = new Schedule(function* () {
 *   yield* [10, 10]
 *   for (;;) yield 1000
 * })
 * Array.from(delays.take(4)) // => [10, 10, 1000, 1000]
 * Array.from(delays.take(1)) // => [10]
 * ```
 */
export class Schedule implements Iterable<number> {
  readonly #begin: () => Iterator<number>

  /** Usually made by `exponential`, `linear`, `constant`, `fibonacci` or `Schedule.from`. */
  constructor(begin: () => Iterator<number>) {
    checkFunction(begin, 'what begins an iteration of a Schedule')
    this.#begin = begin
  }

  /**
   * A number of ms, a list, or any iterable that can be iterated again, as a schedule. TypeError for a
   * generator object, which can be iterated once: the second retry would find it used up.
   */
  static from(delays: number | Iterable<number>, what = 'the delays of a schedule'): Schedule {
    if (delays instanceof Schedule) return delays
    if (typeof delays === 'number') {
      duration(delays, what)
      return constant(delays)
    }
    const iterable: unknown = delays
    if (typeof iterable !== 'object' || iterable === null || !(Symbol.iterator in iterable)) {
      const got = describeValue(iterable)
      throw new TypeError(`Expected ${what} as a number of milliseconds, a list or a schedule, got ${got}`)
    }
    if ('next' in iterable) {
      throw new TypeError(
        `Expected ${what} to be iterable again and again, got an iterator that can be used once: ` +
          'pass new Schedule(function) with the function that makes it',
      )
    }
    return new Schedule(() => delays[Symbol.iterator]())
  }

  [Symbol.iterator](): Iterator<number> {
    return this.#begin()
  }

  /**
   * Shortens each delay at random. 'full': to anything from 0. 'equal': to no less than half. 'decorrelated':
   * to anything between the first delay and three times the last one, and never above the plain delay.
   */
  jittered(kind: Jitter, options?: JitterOptions): Schedule {
    checkOption(kind, 'the kind of jitter', jitters)
    checkOptions(options, 'jittered()', { random: 'function' })
    return this.#over((delays) => jittering(delays, kind, options?.random))
  }

  /** The first `count` delays. */
  take(count: number): Schedule {
    countFrom(0, true)(count, 'the number of delays to take')
    return this.#over(function* (delays) {
      for (let taken = 0; taken < count; taken++) {
        const step = delays.next()
        if (step.done === true) return
        yield step.value
      }
    })
  }

  /**
   * Ends before a delay that would not be over `ms` after the iteration began, by the clock of the running
   * loop.
   */
  within(ms: number): Schedule {
    durationOrInfinity(ms, 'the time of a schedule')
    return this.#over(function* (delays) {
      const loop = getRunningLoop()
      const end = loop.time() + ms
      for (;;) {
        const step = delays.next()
        if (step.done === true || loop.time() + step.value > end) return
        yield step.value
      }
    })
  }

  /**
   * Begins anew if, after a delay, more than `ms` pass before the next one is asked for: all went well
   * meanwhile.
   */
  resetAfter(ms: number): Schedule {
    durationOrInfinity(ms, 'the time after which a schedule begins anew')
    const begin = this.#begin
    return new Schedule(function* () {
      const loop = getRunningLoop()
      let delays = begin()
      let waited = Infinity
      for (;;) {
        if (loop.time() - waited > ms) delays = begin()
        const step = delays.next()
        if (step.done === true) return
        waited = loop.time() + step.value
        yield step.value
      }
    })
  }

  #over(change: (delays: Iterator<number>) => Iterator<number>): Schedule {
    const begin = this.#begin
    return new Schedule(() => change(begin()))
  }
}

export interface ExponentialOptions {
  /** The first delay in ms; 100 by default. */
  first?: number | undefined
  /** What each delay is multiplied by to get the next one; 2 by default. */
  factor?: number | undefined
  /** The most ms of any delay; 30,000 by default. */
  max?: number | undefined
}

/**
 * Delays that grow by a factor: 100, 200, 400 … ms, up to 30 s.
 *
 * @example
 * ```ts
 * Array.from(exponential({ first: 100, max: 1000 }).take(5)) // => [100, 200, 400, 800, 1000]
 * ```
 */
export function exponential(options?: ExponentialOptions): Schedule {
  checkOptions(options, 'exponential()', {
    first: duration,
    factor: numberIn(1, Number.MAX_VALUE),
    max: duration,
  })
  const { first = 100, factor = 2, max = 30_000 } = options ?? {}
  return capped(max, function* () {
    for (let delay = first; ; delay *= factor) yield delay
  })
}

export interface LinearOptions {
  /** The first delay in ms; 100 by default. */
  first?: number | undefined
  /** What each delay is longer than the last one, in ms; `first` by default. */
  step?: number | undefined
  /** The most ms of any delay; 30,000 by default. */
  max?: number | undefined
}

/**
 * Delays that grow by a step: 100, 200, 300 … ms, up to 30 s.
 *
 * @example
 * ```ts
 * Array.from(linear({ first: 100, step: 50 }).take(3)) // => [100, 150, 200]
 * ```
 */
export function linear(options?: LinearOptions): Schedule {
  checkOptions(options, 'linear()', { first: duration, step: duration, max: duration })
  const { first = 100, step = first, max = 30_000 } = options ?? {}
  return capped(max, function* () {
    for (let delay = first; ; delay += step) yield delay
  })
}

/**
 * The same delay again and again.
 *
 * @example
 * ```ts
 * Array.from(constant(500).take(3)) // => [500, 500, 500]
 * ```
 */
export function constant(ms: number): Schedule {
  duration(ms, 'the delay of constant()')
  return capped(ms, function* () {
    for (;;) yield ms
  })
}

export interface FibonacciOptions {
  /** The first delay in ms; 100 by default. */
  first?: number | undefined
  /** The most ms of any delay; 30,000 by default. */
  max?: number | undefined
}

/**
 * Delays of which each is the sum of the two before it, up to 30 s. They grow slower than `exponential`.
 *
 * @example
 * ```ts
 * Array.from(fibonacci({ first: 100 }).take(6)) // => [100, 100, 200, 300, 500, 800]
 * ```
 */
export function fibonacci(options?: FibonacciOptions): Schedule {
  checkOptions(options, 'fibonacci()', { first: duration, max: duration })
  const { first = 100, max = 30_000 } = options ?? {}
  return capped(max, function* () {
    for (let [delay, next] = [first, first]; ; [delay, next] = [next, delay + next]) yield delay
  })
}

/** Once the cap is reached the plain delay is not worked out any more: it would grow until it is Infinity. */
function capped(max: number, plain: () => Generator<number>): Schedule {
  return new Schedule(function* () {
    for (const delay of plain()) {
      if (delay > max) break
      yield delay
    }
    for (;;) yield max
  })
}

/**
 * The next delay; undefined if the schedule has ended. RangeError, by name, for one that nobody can wait. It
 * hides the error that the delay is for, so it has that as its cause.
 */
export function nextDelay(delays: Iterator<number>, what: string, cause: unknown): number | undefined {
  try {
    const step = delays.next()
    if (step.done === true) return undefined
    checkDelay(step.value, `each of ${what}`)
    return step.value
  } catch (error) {
    throw withCause(error, cause)
  }
}

function checkDelay(delay: number, what: string): void {
  checkMilliseconds(delay, what)
  if (delay >= 0 && delay < Infinity) return
  throw new RangeError(`Expected ${what} in milliseconds, 0 or more and finite, got ${delay}`)
}
