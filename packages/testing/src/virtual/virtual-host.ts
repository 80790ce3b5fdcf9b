/**
 * A host whose time passes only on command.
 *
 * A loop asks its host for three things: call me soon, call me after the others had a turn, call me after so
 * many ms. This host only remembers what was asked, and the driver of the loop does it. «Soon» and «after a
 * turn» are the same here, because there are no others. The trade-off: the loop needs a driver. SyncDriver
 * never gives the thread back; AsyncDriver lets promises run first.
 */

import type { Host } from '@acoro/core/lowlevel'
import type { SimulatedHosts } from './simulated-hosts.ts'

export class VirtualHost implements Host {
  /** Called when the loop asks to run and no driver is at work. */
  onWork: (() => void) | null = null
  /** Called when time has passed, before the timers that are due. */
  onTime: ((now: number) => void) | null = null
  /** The hosts of a simulation, while it runs. */
  hosts: SimulatedHosts | null = null
  /** The date when the clock is at 0, in ms since 1970. */
  epoch = 0
  /** True while a driver is at work. It looks for more work by itself. */
  driven = false
  #now = 0
  #job: (() => void) | null = null
  #alarm: (() => void) | null = null

  now(): number {
    return this.#now
  }

  wallTime(): number {
    return this.epoch + this.#now + (this.hosts === null ? 0 : this.hosts.clockSkew())
  }

  enter(run: () => void): void {
    this.#job = run
    if (!this.driven) this.onWork?.()
  }

  breathe(run: () => void): void {
    this.enter(run)
  }

  // The delay is not used: it is rounded, and would miss the instant by the last bit. The driver asks the
  // loop (nextDue).
  arm(_delay: number, run: () => void): void {
    this.#alarm = run
  }

  disarm(): void {
    this.#alarm = null
  }

  /** Is there work to do now? */
  get hasWork(): boolean {
    return this.#job !== null
  }

  /** Does the work that the loop asked for. Returns false if there is none. */
  work(): boolean {
    const job = this.#job
    if (job === null) return false
    this.#job = null
    job()
    return true
  }

  /** Moves the clock to `when`, and runs the timers that are due then. */
  jump(when: number): void {
    this.setTime(when)
    const alarm = this.#alarm
    this.#alarm = null
    alarm?.()
  }

  /** Moves the clock to `when`, when no timer is due. */
  setTime(when: number): void {
    this.#now = when
    this.onTime?.(when)
    this.hosts?.timePassed(when)
  }
}
