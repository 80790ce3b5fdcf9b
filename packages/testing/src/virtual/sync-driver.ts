/**
 * Drives a virtual loop and never gives the thread back: it runs what is ready, and if nothing is, it moves
 * the clock.
 *
 *   work --ready--> work
 *    \--nothing ready--> a fake global timer is due: its callback, alone --> work
 *                    \--a timer is due in time--> jump there --> work
 *                    \--nothing more until the end--> stop, or an error that says who waits
 *
 * Promises cannot run meanwhile. So if one is in flight, the driver cannot continue, and says so in an error.
 */

import { beginRun, nextDue } from '@acoro/core/lowlevel'
import { cannotWait, foreign, inFlight, stuck } from '../base/failures.ts'
import { asError } from '../base/text.ts'
import type { DrivenLoop } from './driven-loop.ts'
import type { RunGuard } from './run-guard.ts'
import type { VirtualHost } from './virtual-host.ts'

export class SyncDriver {
  readonly #loop: DrivenLoop
  readonly #host: VirtualHost
  readonly #guard: RunGuard

  constructor(loop: DrivenLoop, host: VirtualHost, guard: RunGuard) {
    this.#loop = loop
    this.#host = host
    this.#guard = guard
  }

  /** Runs until `stop()`, or until nothing more happens up to `until`. Throws what went wrong. */
  run(until: number, what: string, predicate?: () => boolean): void {
    this.#guard.begin()
    this.#host.driven = true
    try {
      beginRun(this.#loop, ignore)
      while (this.#loop.isRunning()) {
        const error = this.#step(until, what)
        if (error !== null) this.#guard.fail(error)
        else if (predicate !== undefined && this.#loop.isRunning()) this.#ask(predicate)
      }
    } finally {
      this.#host.driven = false
    }
    this.#guard.check()
  }

  #ask(predicate: () => boolean): void {
    try {
      if (predicate()) this.#loop.stop()
    } catch (thrown) {
      this.#guard.fail(asError(thrown))
    }
  }

  #step(until: number, what: string): Error | null {
    try {
      if (!this.#host.work()) {
        const globals = this.#loop._globals
        if (globals?.due !== true) return this.#letTimePass(until, what)
        globals.fireNext()
      }
    } catch (thrown) {
      return asError(thrown)
    }
    return this.#guard.stuck()
  }

  #letTimePass(until: number, what: string): Error | null {
    const loop = this.#loop
    if (loop._wakeBlocked()) return null
    const due = nextDue(loop)
    const held = inFlight(loop)
    if (due <= until && due < Infinity) {
      if (held.length > 0) return cannotWait(what, held)
      this.#host.jump(loop._nextInstant())
      return this.#guard.stuck()
    }
    if (until === Infinity)
      return held.length > 0 ? cannotWait(what, held) : (foreign(loop) ?? stuck(loop, what))
    this.#host.setTime(until)
    loop.stop()
    return null
  }
}

function ignore(): void {}
