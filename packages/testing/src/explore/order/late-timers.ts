/**
 * Timers that may be late.
 *
 * A platform promises only that a timer does not fire early. A timer in a test also stands for work outside:
 * `sleep(10)` in place of a request. So whenever nothing is left to run, any timer may fire next, as long as
 * no other one gets later than `lateness`. Its own instant is the earliest at which it fires.
 *
 *   at 0 ms: [a at 10] [b at 10] [c at 15] [d at 200]      lateness 100
 *     0: a and b, at 10     1: b alone, at 10     2: c alone, at 15     3: a, b and c, at 15
 *     never before a: d
 *
 * The choice 0 is what the loop itself does: all timers that are due at the earliest instant. A loop that was
 * busy finds timers of several instants due at once, so a timeout may strike a task that was woken but has
 * not run yet. Plain async code has no such moment: its reactions run after each timer.
 *
 * Platforms promise an order in one case: timers of one delay fire as they were set. So callbacks keep it,
 * unless the test asks otherwise. Sleeping tasks do not count as such: a loop may run them in any order.
 */

import type { HeapEntry, Runnable } from '@acoro/core/lowlevel'
import type { TimerOrder } from '../../virtual/timer-queue.ts'
import type { Choices } from './order.ts'

export interface Lateness {
  /** The most ms that a timer may be late. */
  readonly lateness: number
  /** May callbacks of one delay overtake one another? */
  readonly sameDelay: boolean
}

/** On by default in explorations. */
export const DEFAULT_LATENESS: Lateness = { lateness: 20, sameDelay: false }

/** What kept a timer in its place, in any of the runs. */
export interface Kept {
  /** It has the delay of another one. */
  byDelay: boolean
  /** Another one would have been too late. */
  byLateness: boolean
}

/** What a timer has for its heap. The types of core do not show it. */
interface Timed {
  readonly _when: number
  /** -1 when it is in no heap. */
  _sequence: number
}

interface Entry {
  readonly timer: HeapEntry
  readonly when: number
  /** When it has to fire at the latest. */
  readonly latest: number
  /** Entries of one lane keep their order. null: it may overtake all others. */
  readonly lane: number | null
}

/** Timers that fire together, in the place of a timer among the candidates. */
export class Together {
  readonly timers: readonly HeapEntry[]

  constructor(timers: readonly HeapEntry[]) {
    this.timers = timers
  }
}

/** Entries of this lane are immediates. */
const IMMEDIATES = -1

const NONE: readonly number[] = []

/** Returned by `peek` while no decision is made: due later than any other. */
const UNDECIDED = {
  _when: Number.MAX_VALUE,
  _sequence: -1,
  _isLive: () => true,
  _run: () => {},
} as unknown as HeapEntry

export class LateTimers implements TimerOrder {
  readonly #options: Lateness
  readonly #choices: Choices
  readonly #now: () => number
  readonly #kept: Kept
  /** By time, then by registration. */
  #waiting: Entry[] = []
  /** Those that were decided to fire. */
  #firing: HeapEntry[] = []
  #sequence = 0
  #lane: number | null | undefined
  /** May timers of several instants fire together? */
  readonly #mayGather: () => boolean

  constructor(
    options: Lateness,
    choices: Choices,
    kept: Kept,
    { now, mayGather }: { now: () => number; mayGather: () => boolean },
  ) {
    this.#mayGather = mayGather
    this.#kept = kept
    this.#options = options
    this.#choices = choices
    this.#now = now
  }

  get size(): number {
    return this.#waiting.length + this.#firing.length
  }

  push(timer: HeapEntry): void {
    const timed = timer as unknown as Timed
    timed._sequence = this.#sequence++
    const now = this.#now()
    const when = timed._when
    const lane = this.#lane === undefined ? laneOf(timer, when - now) : this.#lane
    // The loop itself runs it in its next iteration, whatever else is ready.
    if (when <= now && this.#lane === undefined) {
      this.#firing.push(timer)
      return
    }
    const { lateness } = this.#options
    const latest = when + (lane === IMMEDIATES ? Math.min(lateness, 1) : lateness)
    const waiting = this.#waiting
    let at = waiting.length
    while (at > 0 && (waiting[at - 1] as Entry).when > when) at--
    waiting.splice(at, 0, { timer, when, latest, lane })
  }

  peek(): HeapEntry | undefined {
    if (this.#firing.length > 0) return this.#firing[0]
    return this.#waiting.length > 0 ? UNDECIDED : undefined
  }

  popDue(): HeapEntry | undefined {
    const timer = this.#firing.shift()
    if (timer !== undefined) leave(timer)
    return timer
  }

  cancelled(timer: HeapEntry): void {
    if (!leave(timer)) return
    const at = this.#waiting.findIndex((entry) => entry.timer === timer)
    if (at >= 0) this.#waiting.splice(at, 1)
    else this.#firing = this.#firing.filter((firing) => firing !== timer)
  }

  clear(): void {
    this.#waiting = []
    this.#firing = []
  }

  *live(): Iterable<HeapEntry> {
    yield* this.#firing
    for (const { timer } of this.#waiting) yield timer
  }

  decide(now: number): number {
    const waiting = this.#waiting
    if (waiting.length === 0) return this.#firing.length > 0 ? now : Infinity
    const first = waiting[0] as Entry
    const instant = Math.max(now, first.when)
    let together = 1
    while (together < waiting.length && (waiting[together] as Entry).when <= instant) together++
    const alone = this.#alone(together)
    if (alone.length === 0) return this.#fire(together, instant)
    const candidates: Runnable[] = [first.timer]
    for (const { timer } of alone) candidates.push(timer)
    const ends = this.#mayGather() ? this.#gather(together, candidates) : NONE
    const picked = this.#choices.pick(candidates, 'timer')
    if (picked === 0) return this.#fire(together, instant)
    if (picked > alone.length) {
      const end = ends[picked - alone.length - 1] as number
      return this.#fire(end, Math.max(now, (waiting[end - 1] as Entry).when))
    }
    const entry = alone[picked - 1] as Entry
    waiting.splice(waiting.indexOf(entry), 1)
    this.#firing.push(entry.timer)
    return Math.max(now, entry.when)
  }

  fromOutside(set: () => void): void {
    this.#within(null, set)
  }

  asImmediate<R>(set: () => R): R {
    return this.#within(IMMEDIATES, set)
  }

  #fire(count: number, instant: number): number {
    for (const { timer } of this.#waiting.splice(0, count)) this.#firing.push(timer)
    return instant
  }

  /**
   * Adds those to `candidates` that may fire together, all up to some instant after the first. Returns how
   * many fire in each case.
   */
  #gather(together: number, candidates: Runnable[]): number[] {
    const waiting = this.#waiting
    const ends: number[] = []
    let limit = Infinity
    for (let end = 1; end <= waiting.length; end++) {
      const { when, latest } = waiting[end - 1] as Entry
      if (when > limit) break
      limit = Math.min(limit, latest)
      if (end <= together || waiting[end]?.when === when) continue
      ends.push(end)
      candidates.push(new Together(waiting.slice(0, end).map(({ timer }) => timer)) as unknown as Runnable)
    }
    return ends
  }

  /** The entries that may fire alone; `together` is how many fire together if no choice is made. */
  #alone(together: number): Entry[] {
    const { sameDelay } = this.#options
    let limit = Infinity
    for (const { latest } of this.#waiting) limit = Math.min(limit, latest)
    const lanes = new Set<number>()
    const alone: Entry[] = []
    for (const [at, entry] of this.#waiting.entries()) {
      const { lane, when } = entry
      if (when > limit) {
        this.#kept.byLateness = true
        break
      }
      if (lane !== null && (lane === IMMEDIATES || !sameDelay)) {
        if (lanes.has(lane)) {
          if (lane !== IMMEDIATES) this.#kept.byDelay = true
          continue
        }
        lanes.add(lane)
      }
      // Tasks that wake together run in any order anyway, so only a callback gains by running alone.
      if (at > 0 || (together > 1 && lane !== null)) alone.push(entry)
    }
    return alone
  }

  #within<R>(lane: number | null, set: () => R): R {
    this.#lane = lane
    try {
      return set()
    } finally {
      this.#lane = undefined
    }
  }
}

/** Notes that a timer is in no heap any more. False if it was in none. */
function leave(timer: HeapEntry): boolean {
  const timed = timer as unknown as Timed
  if (timed._sequence === -1) return false
  timed._sequence = -1
  return true
}

/** Callbacks of one delay have one lane. Sleeping tasks have none. */
function laneOf(timer: HeapEntry, delay: number): number | null {
  // A sum of times is exact only nearly.
  return 'when' in timer ? Math.round(delay * 1e6) : null
}
