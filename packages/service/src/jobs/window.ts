/**
 * A limit on how many jobs begin: never more than `limit` in any interval, wherever it begins.
 *
 * It remembers when the jobs of the last interval began. So a new limit holds at once for all who wait, and a
 * job that was cancelled before it began leaves nothing behind.
 */

import { Ring } from '@acoro/core/lowlevel'

/** So many jobs may begin in so many ms. */
export interface Rate {
  readonly limit: number
  /** In ms. */
  readonly interval: number
}

export class Window {
  #rate: Rate | null = null
  readonly #begins: Ring<number> = new Ring()

  constructor(rate: Rate | null) {
    this.rate = rate
  }

  get rate(): Rate | null {
    return this.#rate
  }

  /** A copy is kept: what becomes of the object changes nothing. */
  set rate(rate: Rate | null) {
    this.#rate = rate === null ? null : Object.freeze({ limit: rate.limit, interval: rate.interval })
  }

  /** When the next job may begin. */
  when(now: number): number {
    const rate = this.#rate
    if (rate === null) return now
    for (let first = this.#begins.at(0); first !== undefined; first = this.#begins.at(0)) {
      if (first + rate.interval > now) break
      this.#begins.shift()
    }
    const before = this.#begins.at(this.#begins.length - rate.limit)
    return this.#begins.length < rate.limit || before === undefined ? now : before + rate.interval
  }

  take(now: number): void {
    if (this.#rate !== null) this.#begins.push(now)
  }

  /** A job that was to begin at `time` was cancelled before. */
  giveBack(time: number): void {
    for (let index = this.#begins.length - 1; index >= 0; index--) {
      if (this.#begins.at(index) !== time) continue
      this.#begins.take(index)
      return
    }
  }
}
