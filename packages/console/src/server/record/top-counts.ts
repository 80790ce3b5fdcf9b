/**
 * What the tasks of each function did, second by second, for «top». Fixed memory: a minute, and so many
 * functions in each of its seconds.
 */

import type { Outcome } from '../../link/event-ring.ts'

/** Seconds that are kept, with the one under way. */
const KEPT = 61
/** The most functions in a second; what others do is added up under this name. */
const MOST_NAMES = 1000
const OTHERS = '(others)'

export interface Counted {
  steps: number
  /** ms. */
  busy: number
  created: number
  finished: number
  failed: number
}

export class TopCounts {
  readonly #seconds = new Map<number, Map<string, Counted>>()
  #newest = 0

  made(name: string, at: number): void {
    this.#of(name, at).created++
  }

  stepped(name: string, from: number, to: number, outcome: Outcome, isBegin: boolean): void {
    const counted = this.#of(name, to)
    if (isBegin) counted.steps++
    counted.busy += to - from
    if (outcome === 'returned' || outcome === 'failed' || outcome === 'cancelled') counted.finished++
    if (outcome === 'failed') counted.failed++
  }

  /** The sums of the seconds that ended in the last `seconds` before `now`, and of the one under way. */
  sums(seconds: number, now: number): Map<string, Counted> {
    const sums = new Map<string, Counted>()
    const first = Math.floor(now / 1000) - seconds
    for (const [second, names] of this.#seconds) {
      if (second < first) continue
      for (const [name, counted] of names) {
        const sum = sums.get(name) ?? zero()
        for (const key of KEYS) sum[key] += counted[key]
        sums.set(name, sum)
      }
    }
    return sums
  }

  #of(name: string, at: number): Counted {
    const second = Math.floor(at / 1000)
    if (second > this.#newest) this.#newest = second
    let names = this.#seconds.get(second)
    if (names === undefined) {
      names = new Map()
      this.#seconds.set(second, names)
      for (const old of this.#seconds.keys()) if (old <= this.#newest - KEPT) this.#seconds.delete(old)
    }
    const known = names.get(name)
    if (known !== undefined) return known
    const key = names.size < MOST_NAMES ? name : OTHERS
    const counted = names.get(key) ?? zero()
    names.set(key, counted)
    return counted
  }
}

const KEYS = ['steps', 'busy', 'created', 'finished', 'failed'] as const

function zero(): Counted {
  return { steps: 0, busy: 0, created: 0, finished: 0, failed: 0 }
}
