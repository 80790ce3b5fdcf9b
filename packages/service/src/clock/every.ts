/**
 * Runs a body again and again, on a grid of times that never drifts.
 *
 * The times are start + n × period, worked out anew each time: adding a period to the last time would add up
 * rounding errors, and lateness. A machine that was asleep for ten minutes owes nobody 600 runs, so what was
 * missed is skipped unless told otherwise.
 *
 * Assumption: timers are a few ms late. A run that is less than that behind its time is late, not missed.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  type EventLoop,
  getRunningLoop,
  type Suspension,
} from '@acoro/core'
import { checkedCopy, checkFunction, period } from '../base/check.ts'
import { Nap } from '../base/nap.ts'
import {
  nameOfTicker,
  type Plan,
  Runs,
  TICKER_OPTIONS,
  type Tick,
  type TickerOptions,
  type TickerStatistics,
} from './runs.ts'

/** What becomes of the times that pass while the last run is under way, or the machine is busy or asleep. */
export type Missed = 'skip' | 'burst' | 'delay'

/** What a body of `every` is called with. */
export interface EveryTick extends Tick {
  /** The time of the grid that this run is for, on the clock of the loop. */
  readonly when: number
  /** How many times of the grid were skipped since the last run. */
  readonly missed: number
}

export interface EveryOptions extends TickerOptions<EveryTick> {
  /** Whether the first run begins at once, or after the first period; false by default. */
  immediate?: boolean | undefined
  /**
   * 'skip', the default: the next run is at the next time of the grid. 'burst': a run for each time, one
   * after the other without a pause. 'delay': a run at once, and the grid begins anew there.
   */
  missed?: Missed | undefined
}

const KINDS = { ...TICKER_OPTIONS, immediate: 'boolean', missed: ['skip', 'burst', 'delay'] } as const

/** By how many ms a run may be behind its time without counting as missed. */
const TOLERANCE = 5

/**
 * Calls `body` every `ms` milliseconds, until an error or a cancel ends it, or `tick.stop()`. Then it returns
 * what it has done. The body is awaited: a run that takes longer than its period is not overtaken unless
 * `overlap` is true. RangeError and TypeError for bad arguments, at the call.
 *
 * If cancelled, the run under way is cancelled and awaited.
 *
 * @example
 * ```ts
 * const times: number[] = []
 * const start = getRunningLoop().time()
 * yield* every(1000, function* (tick) {
 *   times.push(getRunningLoop().time() - start)
 *   yield* sleep(tick.number === 2 ? 1500 : 10)
 *   if (tick.number === 4) tick.stop()
 * }) // => { runs: 4, failed: 0, missed: 1 }
 * times // => [1000, 2000, 4000, 5000]
 * ```
 */
export function every(
  ms: number,
  body: (tick: EveryTick) => Awaitable<unknown>,
  options?: EveryOptions,
): Coroutine<TickerStatistics> {
  period(ms, 'the period of every()')
  checkFunction(body, 'the body of every()')
  return ticking(ms, body, checkedCopy(options, 'every()', KINDS))
}

const ticking = coroutine(function* every(
  ms: number,
  body: (tick: EveryTick) => Awaitable<unknown>,
  options: EveryOptions,
): Generator<Suspension, TickerStatistics, unknown> {
  const grid = new Grid(ms, options, nameOfTicker(body, options, 'every'))
  return yield* new Runs<EveryTick>(grid, body, options, 'every()').all()
})

class Grid implements Plan<EveryTick> {
  missed = 0
  late = 0
  readonly nap: Nap
  readonly #loop: EventLoop = getRunningLoop()
  readonly #period: number
  readonly #policy: Missed
  readonly #tolerance: number
  #start: number = this.#loop.time()
  /** The time of the grid that was used last, as a number of periods. */
  #at: number
  #skipped = 0

  constructor(ms: number, options: EveryOptions, name: string) {
    this.#period = ms
    this.#policy = options.missed ?? 'skip'
    this.#tolerance = Math.min(TOLERANCE, ms / 2)
    this.#at = options.immediate === true ? -1 : 0
    this.nap = new Nap(() => `every ${ms} ms: ${name} (next at ${Number(this.#when.toFixed(1))} ms)`)
  }

  *rest(): Generator<Suspension, boolean, unknown> {
    this.#at++
    this.#skipped = 0
    this.#catchUp(this.#tolerance)
    // The first run of an immediate grid does not wait.
    if (this.#at > 0 || this.#when > this.#loop.time()) yield* this.nap.until(this.#when)
    // Asleep, the machine may have missed more than the time it waited for.
    this.#catchUp(Math.max(this.#tolerance, this.#period))
    this.missed += this.#skipped
    this.late = this.#loop.time() - this.#when
    return true
  }

  tick(basic: Tick): EveryTick {
    return { ...basic, when: this.#when, missed: this.#skipped }
  }

  get #when(): number {
    return this.#start + this.#at * this.#period
  }

  /** Moves on if the time of the grid is more than `most` ms ago. */
  #catchUp(most: number): void {
    const now = this.#loop.time()
    if (this.#policy === 'burst' || now - this.#when <= most) return
    if (this.#policy === 'delay') {
      this.#start = now
      this.#at = 0
      return
    }
    const ahead =
      most === this.#tolerance ? Math.ceil((now - most - this.#start) / this.#period) : this.#latest(now)
    this.#skipped += ahead - this.#at
    this.#at = ahead
  }

  #latest(now: number): number {
    return Math.floor((now - this.#start) / this.#period)
  }
}
