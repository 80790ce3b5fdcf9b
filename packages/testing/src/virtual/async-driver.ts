/**
 * Drives a virtual loop for programs that use promises: promises run first, then time passes.
 *
 *   job --more is ready--> a macrotask --> job
 *    \--nothing ready--> a macrotask --entered--> job
 *                            \--a fake global timer is due--> its callback, alone
 *                            \--promises in flight--> wait for them, for as long as patience lasts
 *                            \--a timer is due next--> jump there: job
 *                            \--nothing--> stuck
 *
 * One macrotask is enough for every chain of promises that waits for nothing else, because all microtasks run
 * before it. A wait for the outside has to be registered with `trackExternal`, as `fromPromise` does.
 *
 * Assumption: while fake global timers wait, a promise in flight may wait for one of them. So time passes
 * then.
 */

import { DefaultHost, nextDue } from '@acoro/core/lowlevel'
import { inFlight, outOfPatience } from '../base/failures.ts'
import { asError } from '../base/text.ts'
import type { DrivenLoop } from './driven-loop.ts'
import type { RunGuard } from './run-guard.ts'
import type { VirtualHost } from './virtual-host.ts'

// Taken before any fakes are installed, ours included.
const realHost = new DefaultHost()
const realSetTimeout = globalThis.setTimeout
const realClearTimeout = globalThis.clearTimeout

export interface AsyncDriverOptions {
  readonly loop: DrivenLoop
  readonly host: VirtualHost
  readonly guard: RunGuard
  /** The longest wait for promises that make no progress, in ms of real time. */
  readonly patience: number
  /**
   * Called if nothing is left to do. Returns the error that ends the run, or null to wait for a call from
   * outside.
   */
  readonly stuck: () => Error | null
}

export class AsyncDriver {
  readonly #options: AsyncDriverOptions
  #turning = false
  #looking = false
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(options: AsyncDriverOptions) {
    this.#options = options
  }

  /** The loop asked to run. It runs in a microtask. */
  wake(): void {
    if (this.#turning) return
    this.#turning = true
    void Promise.resolve().then(this.#turn)
  }

  readonly #turn = (): void => {
    this.#turning = false
    realClearTimeout(this.#waiting)
    this.#drive(() => this.#options.host.work())
  }

  #drive(work: () => void): void {
    const { loop, host, guard } = this.#options
    let error: Error | null = null
    host.driven = true
    try {
      work()
    } catch (thrown) {
      error = asError(thrown)
    }
    host.driven = false
    if (!loop.isRunning()) return
    error ??= guard.exceeded()
    if (error !== null) guard.fail(error)
    if (this.#looking) return
    this.#looking = true
    realHost.breathe(this.#look)
  }

  /** After the promises had a turn: runs what is ready now, or else lets time pass. */
  readonly #look = (): void => {
    this.#looking = false
    const { loop, host, guard, patience, stuck } = this.#options
    if (!loop.isRunning()) return
    const due = nextDue(loop)
    if (host.hasWork) {
      this.#drive(() => host.work())
    } else if (loop._globals?.due === true) {
      this.#drive(() => loop._globals?.fireNext())
    } else if (inFlight(loop).length > 0 && !(due < Infinity && loop._globals?.waiting === true)) {
      this.#waiting = realSetTimeout(this.#lookAgain, patience)
    } else if (due < Infinity) {
      this.#drive(() => host.jump(due))
    } else {
      const error = stuck()
      if (error !== null) guard.fail(error)
    }
  }

  readonly #lookAgain = (): void => {
    const { loop, guard, patience } = this.#options
    const held = inFlight(loop)
    if (held.length === 0) this.#look()
    else if (loop.isRunning()) guard.fail(outOfPatience(held, patience))
  }
}
