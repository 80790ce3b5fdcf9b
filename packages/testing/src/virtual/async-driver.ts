/**
 * Drives a virtual loop where promises take part: they go first, then time passes.
 *
 *   job --more is ready--> a macrotask --> job
 *    \--nothing ready--> a macrotask --entered--> job
 *                            \--a fake global timer is due--> its callback, alone
 *                            \--promises in flight--> wait for them, for as long as patience lasts
 *                            \--a timer is due next--> jump there: job
 *                            \--nothing--> stuck
 *
 * One macrotask is enough to let every chain of promises run that is not waiting for something: microtasks run
 * to the last before it. What waits for the outside has to be registered (`trackExternal`, which fromPromise does).
 * Assumption: while fake global timers wait, a promise in flight may be waiting for one of them, and time passes.
 */

import { DefaultHost, nextDue } from '@acoro/core/lowlevel'
import { inFlight, outOfPatience } from '../base/failures.ts'
import { asError } from '../base/text.ts'
import type { DrivenLoop } from './driven-loop.ts'
import type { RunGuard } from './run-guard.ts'
import type { VirtualHost } from './virtual-host.ts'

// Taken before anybody, ourselves included, puts fakes in their place.
const realHost = new DefaultHost()
const realSetTimeout = globalThis.setTimeout
const realClearTimeout = globalThis.clearTimeout

export interface AsyncDriverOptions {
  readonly loop: DrivenLoop
  readonly host: VirtualHost
  readonly guard: RunGuard
  /** The longest wait for promises that do nothing, in real ms. */
  readonly patience: number
  /** Nothing is left to do: the error to end the run with, or null to wait for somebody outside. */
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

  /** The loop asked to be run: it will be, as a microtask. */
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

  /** Promises had their turn: is there more to run, or does time pass? */
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
