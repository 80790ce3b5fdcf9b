/**
 * A world in which time passes only when it is told to.
 *
 * A loop asks its host for three things: call me soon, call me after the others had their turn, call me in so many
 * ms. This one calls nobody; it only remembers what was asked, and whoever drives the loop takes it from here. Soon and
 * after a turn are the same here, because nobody else has a turn. The trade-off: a driver is needed, one that runs
 * synchronously (VirtualLoop) or lets promises go first (AsyncDriver).
 */

import type { Host } from '@acoro/core/lowlevel'

export class VirtualHost implements Host {
  /** Called when the loop asks to be run and nobody drives it. */
  onWork: (() => void) | null = null
  /** Called when time has passed, before anything that is due then. */
  onTime: ((now: number) => void) | null = null
  /** True while a driver is at work, which looks for more by itself. */
  driven = false
  #now = 0
  #job: (() => void) | null = null
  #alarm: (() => void) | null = null

  now(): number {
    return this.#now
  }

  enter(run: () => void): void {
    this.#job = run
    if (!this.driven) this.onWork?.()
  }

  breathe(run: () => void): void {
    this.enter(run)
  }

  // The delay is of no use: rounded, it would miss the instant by the last bit. The driver asks the loop (nextDue).
  arm(_delay: number, run: () => void): void {
    this.#alarm = run
  }

  disarm(): void {
    this.#alarm = null
  }

  /** Is there something to run now? */
  get hasWork(): boolean {
    return this.#job !== null
  }

  /** Runs what the loop asked for; false where it asked for nothing. */
  work(): boolean {
    const job = this.#job
    if (job === null) return false
    this.#job = null
    job()
    return true
  }

  /** Makes it `when`, and runs the timers that are due then. */
  jump(when: number): void {
    this.setTime(when)
    const alarm = this.#alarm
    this.#alarm = null
    alarm?.()
  }

  /** Makes it `when`, at which no timer is due. */
  setTime(when: number): void {
    this.#now = when
    this.onTime?.(when)
  }
}
