/**
 * Runs a body at the times of a calendar.
 *
 * The package croner reads the patterns and knows the time zones. It runs nothing: the waiting is done here,
 * by the clock of the loop, and the date is that of the loop, so both are virtual in tests.
 *
 * The date may be set while we wait, or the machine be asleep, and a timer knows nothing of that. So no
 * single wait is longer than a minute, or an hour if the run is far away. Set forward, a run is begun late,
 * and once. Set back, no run is repeated: the calendar goes on after the last run.
 *
 * When clocks change, croner 11 does this, and tests hold it to it. A time that the night does not have runs
 * at the end of the gap. A fixed time that comes twice runs the first time. A pattern of intervals runs in
 * both hours.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  type EventLoop,
  getRunningLoop,
  type Suspension,
} from '@acoro/core'
import { describeValue, runningLoop } from '@acoro/core/lowlevel'
import { Cron } from 'croner'
import { checkedCopy, checkFunction } from '../base/check.ts'
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

/** What a body of `cron` is called with. */
export interface CronTick extends Tick {
  /** The time of the calendar that this run is for. */
  readonly date: Date
}

export interface CronOptions extends TickerOptions<CronTick> {
  /** The time zone of the pattern, as in Intl: `'Europe/Berlin'`; that of the machine by default. */
  timeZone?: string | undefined
}

/**
 * The longest wait without a look at the date: a minute, or an hour while the next run is more than a week
 * away.
 */
const LOOK = 60_000
const FAR = 7 * 86_400_000
const LOOK_FROM_FAR = 3_600_000
/** By how many ms a run may be behind its time and still begin: a timer after weeks is late, not wrong. */
const TOLERANCE = 1000
/**
 * How many skipped dates are counted at most, if many are skipped at once. Finding one takes a third of a
 * millisecond.
 */
const MOST_COUNTED = 100

/**
 * Calls `body` at the times of a cron pattern, such as `'0 9 * * MON-FRI'`, until an error or a cancel ends
 * it, or `tick.stop()`. There may be a field for seconds in front, and one for the year at the end. The body
 * is awaited: times that pass meanwhile are skipped unless `overlap` is true. RangeError and TypeError for a
 * bad pattern, an unknown time zone or a date that never comes, at the call.
 *
 * If cancelled, the run under way is cancelled and awaited.
 *
 * @example
 * ```ts
 * const dates: string[] = []
 * yield* cron('0 9 * * MON-FRI', function* (tick) {
 *   dates.push(tick.date.toISOString())
 *   if (tick.number === 2) tick.stop()
 * }, { timeZone: 'UTC' }) // => { runs: 2, failed: 0, missed: 0 }
 * dates.map((date) => date.slice(11)) // => ['09:00:00.000Z', '09:00:00.000Z']
 * ```
 */
export function cron(
  pattern: string,
  body: (tick: CronTick) => Awaitable<unknown>,
  options?: CronOptions,
): Coroutine<TickerStatistics> {
  checkFunction(body, 'the body of cron()')
  const settings = checkedCopy(options, 'cron()', { ...TICKER_OPTIONS, timeZone: 'string' })
  return ticking(pattern, calendarOf(pattern, settings.timeZone), body, settings)
}

function calendarOf(pattern: string, timeZone: string | undefined): Cron {
  if (typeof pattern !== 'string') {
    throw new TypeError(
      `Expected a cron pattern, a string such as '*/5 * * * *', got ${describeValue(pattern)}`,
    )
  }
  if (timeZone !== undefined) checkTimeZone(timeZone)
  let calendar: Cron
  try {
    calendar = new Cron(pattern, { paused: true, ...(timeZone === undefined ? {} : { timezone: timeZone }) })
  } catch (error) {
    throw new RangeError(`Expected a cron pattern, got '${pattern}': ${reasonOf(error)}`, { cause: error })
  }
  const date = runningLoop()?.wallTime() ?? Date.now()
  if (calendar.nextRun(new Date(date)) === null) {
    throw new RangeError(`Expected a cron pattern with a date that comes, got '${pattern}': it never does`)
  }
  return calendar
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch (cause) {
    throw new RangeError(
      `Expected the option timeZone of cron() to be a time zone such as 'Europe/Berlin', got '${timeZone}'`,
      { cause },
    )
  }
}

/** Without croner's own prefix. */
function reasonOf(error: unknown): string {
  return String((error as Error).message).replace(/^Cron\w*: /, '')
}

const ticking = coroutine(function* cron(
  pattern: string,
  calendar: Cron,
  body: (tick: CronTick) => Awaitable<unknown>,
  options: CronOptions,
): Generator<Suspension, TickerStatistics, unknown> {
  const plan = new Calendar(pattern, calendar, nameOfTicker(body, options, 'cron'))
  return yield* new Runs<CronTick>(plan, body, options, 'cron()').all()
})

class Calendar implements Plan<CronTick> {
  missed = 0
  late = 0
  readonly nap: Nap
  readonly #calendar: Cron
  readonly #loop: EventLoop = getRunningLoop()
  /** The date of the last run. The next one is after it, whatever the clock says. */
  #last: number = this.#loop.wallTime()
  #next: Date | null = null
  #isFirst = true

  constructor(pattern: string, calendar: Cron, name: string) {
    this.#calendar = calendar
    this.nap = new Nap(() => `cron ${pattern}: ${name} (next at ${this.#next?.toISOString()})`)
  }

  *rest(): Generator<Suspension, boolean, unknown> {
    this.#plan()
    if (this.#next === null) return false
    const due = this.#next.getTime()
    for (;;) {
      const left = due - this.#loop.wallTime()
      if (left <= 0) break
      const until = this.#loop.time() + Math.min(left, left > FAR ? LOOK_FROM_FAR : LOOK)
      yield* this.nap.until(until)
      // Woken before its time: the ticker was stopped, or a run has failed.
      if (this.#loop.time() < until) return true
    }
    this.#last = due
    this.late = this.#loop.wallTime() - due
    return true
  }

  tick(basic: Tick): CronTick {
    return { ...basic, date: this.#next as Date }
  }

  #plan(): void {
    const after = this.#isFirst ? this.#last : Math.max(this.#last, this.#loop.wallTime() - TOLERANCE)
    this.#isFirst = false
    const next = this.#calendar.nextRun(new Date(after))
    this.#next = next
    if (next === null) return
    this.missed += this.#passed(next)
  }

  /**
   * How many dates were passed over. Counted one by one, but not without end: a week of seconds has 600,000.
   */
  #passed(next: Date): number {
    let passed = 0
    let date = this.#calendar.nextRun(new Date(this.#last))
    while (date !== null && date < next && ++passed < MOST_COUNTED) date = this.#calendar.nextRun(date)
    return passed
  }
}
