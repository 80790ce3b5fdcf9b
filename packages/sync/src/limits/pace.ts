/**
 * How a RateLimiter counts: two ways to say when so many tokens are there.
 *
 * A token bucket holds `burst` tokens and is refilled evenly. Its state is one number. In one interval it may
 * let `limit + burst - 1` tokens through, because it is refilled meanwhile. A window remembers when tokens
 * were used, and lets at most `limit` through in any interval. It keeps a record of each use of the last
 * interval.
 */

import { Ring } from '@acoro/core/lowlevel'

/** Tokens that were used, and when. */
export interface Grant {
  readonly time: number
  readonly weight: number
}

export interface Pace {
  /** Uses `weight` tokens if they are there at `now`; returns whether they were. */
  take(weight: number, now: number): boolean
  /** The time from which on `weight` tokens are there. */
  when(weight: number): number
  /** The tokens were not used after all. */
  giveBack(grant: Grant): void
  /** How many tokens are there at `now`. */
  available(now: number): number
  /** Counts in another way from `now` on. What was used stays used. */
  change(limit: number, interval: number, burst: number, now: number): void
  /** To find out when tokens will be there, without using them. */
  copy(): Pace
}

export class TokenBucket implements Pace {
  #burst: number
  /** The time in ms in which one token comes back. */
  #period: number
  /** The time at which the bucket will be full. At `now` it lacks (fullAt - now) / period tokens. */
  #fullAt = Number.NEGATIVE_INFINITY

  constructor(limit: number, interval: number, burst: number) {
    this.#burst = burst
    this.#period = interval / limit
  }

  take(weight: number, now: number): boolean {
    if (this.when(weight) > now) return false
    this.#fullAt = Math.max(this.#fullAt, now) + weight * this.#period
    return true
  }

  when(weight: number): number {
    return this.#fullAt - (this.#burst - weight) * this.#period
  }

  giveBack({ weight }: Grant): void {
    this.#fullAt -= weight * this.#period
  }

  available(now: number): number {
    // Times that are sums of periods have noise far behind the point.
    return Math.max(0, Math.floor(this.#tokens(now) + 1e-9))
  }

  /** It keeps its tokens, as far as the burst allows. */
  change(limit: number, interval: number, burst: number, now: number): void {
    const tokens = Math.min(this.#tokens(now), burst)
    this.#burst = burst
    this.#period = interval / limit
    this.#fullAt = now + (burst - tokens) * this.#period
  }

  copy(): TokenBucket {
    const copy = new TokenBucket(1, this.#period, this.#burst)
    copy.#fullAt = this.#fullAt
    return copy
  }

  #tokens(now: number): number {
    return this.#burst - Math.max(0, this.#fullAt - now) / this.#period
  }
}

export class SlidingWindow implements Pace {
  #limit: number
  #interval: number
  /** The tokens that were used in the last interval, the oldest first; one record for each time. */
  readonly #grants: Ring<{ readonly time: number; weight: number }> = new Ring()
  #used = 0

  constructor(limit: number, interval: number) {
    this.#limit = limit
    this.#interval = interval
  }

  take(weight: number, now: number): boolean {
    this.#forget(now)
    if (this.#used + weight > this.#limit) return false
    this.#used += weight
    const last = this.#grants.at(this.#grants.length - 1)
    if (last?.time === now) last.weight += weight
    else this.#grants.push({ time: now, weight })
    return true
  }

  when(weight: number): number {
    let free = this.#limit - this.#used
    let when = Number.NEGATIVE_INFINITY
    for (let index = 0; free < weight; index++) {
      const grant = this.#grants.at(index) as Grant
      free += grant.weight
      when = grant.time + this.#interval
    }
    return when
  }

  giveBack({ time, weight }: Grant): void {
    for (let index = this.#grants.length - 1; index >= 0; index--) {
      const grant = this.#grants.at(index) as { readonly time: number; weight: number }
      if (grant.time !== time) continue
      grant.weight -= weight
      this.#used -= weight
      return
    }
    // Not found: its interval has passed, and it was forgotten.
  }

  available(now: number): number {
    this.#forget(now)
    return Math.max(0, this.#limit - this.#used)
  }

  change(limit: number, interval: number, _burst: number, now: number): void {
    this.#forget(now)
    this.#limit = limit
    this.#interval = interval
  }

  copy(): SlidingWindow {
    const copy = new SlidingWindow(this.#limit, this.#interval)
    for (let index = 0; index < this.#grants.length; index++) {
      const { time, weight } = this.#grants.at(index) as Grant
      copy.#grants.push({ time, weight })
    }
    copy.#used = this.#used
    return copy
  }

  /** A window is open at its end: a token used at 0 is there again at `interval`. */
  #forget(now: number): void {
    for (let first = this.#grants.at(0); first !== undefined; first = this.#grants.at(0)) {
      if (first.time + this.#interval > now) return
      this.#used -= first.weight
      this.#grants.shiftAndShrink()
    }
  }
}
