/**
 * Drives a virtual loop for programs that use promises: promises run first, then time passes.
 *
 *   job --more is ready--> a macrotask --> job
 *    \--nothing ready--> a macrotask --entered--> job
 *                            \--a fake global timer is due--> its callback, alone
 *                            \--real input or output is under way--> wait for it
 *                            \--promises in flight--> wait for them, for as long as patience lasts
 *                            \--a timer is due next--> jump there: job
 *                            \--nothing--> stuck
 *
 * One macrotask is enough for every chain of promises that waits for nothing else, because all microtasks run
 * before it. A wait for the outside that the platform does not list has to be registered with
 * `trackExternal`, as `fromPromise` does.
 *
 * Assumption: while fake global timers wait, a promise in flight may wait for one of them. So it holds time
 * for a moment of real time only, and the next ones of that name not at all, if it did not settle. The
 * promise of main may wait for anything.
 */

import { type External, nextDue } from '@acoro/core/lowlevel'
import { abandoned, inFlight, outOfPatience } from '../base/failures.ts'
import { asError } from '../base/text.ts'
import type { DrivenLoop } from './driven-loop.ts'
import { isOfMain } from './promised.ts'
import { real } from './real-time.ts'
import { RealWorld, SILENCE } from './real-world.ts'
import type { RunGuard } from './run-guard.ts'
import type { VirtualHost } from './virtual-host.ts'

/** So many looks at real input and output follow at once. Then there is one each ms. */
const QUICK_LOOKS = 20

/** How often promises are looked after that nobody seems to settle, in ms of real time. */
const POLL = 20

const soon = Promise.resolve()

/** How long promises hold time that may wait for it themselves, in ms of real time. */
const BRIEFLY = 100

export interface AsyncDriverOptions {
  readonly loop: DrivenLoop
  readonly host: VirtualHost
  readonly guard: RunGuard
  /** Returns the longest wait for promises that make no progress, in ms of real time. */
  readonly patience: () => number
  /**
   * Called if nothing is left to do. Returns the error that ends the run, or null to wait for a call from
   * outside.
   */
  readonly stuck: () => Error | null
}

export class AsyncDriver {
  readonly #options: AsyncDriverOptions
  readonly #world = new RealWorld()
  #turning = false
  #looking = false
  #waiting: ReturnType<typeof setTimeout> | undefined
  /** How often real input and output was looked at in a row. */
  #looks = 0
  /** Since when nothing has moved, in ms of real time, and the mark of that state. */
  #since = 0
  #mark: number | null = null
  /** The names of promises that wait for global timers. */
  readonly #timed = new Set<string>()

  constructor(options: AsyncDriverOptions) {
    this.#options = options
  }

  /** A run begins. */
  begin(): void {
    this.#world.begin()
  }

  /** The loop asked to run. It runs in a microtask. */
  wake(): void {
    if (this.#turning) return
    this.#turning = true
    void Promise.resolve().then(this.#turn)
  }

  readonly #turn = (): void => {
    this.#turning = false
    this.#drive(() => this.#options.host.work())
  }

  #drive(work: () => unknown): void {
    const { loop, host, guard } = this.#options
    real.clearTimeout(this.#waiting)
    this.#looks = 0
    this.#mark = null
    let error: Error | null = null
    host.driven = true
    try {
      work()
    } catch (thrown) {
      error = asError(thrown)
    }
    host.driven = false
    if (!loop.isRunning()) return
    error ??= guard.stuck()
    if (error !== null) guard.fail(error)
    if (this.#looking) return
    this.#looking = true
    real.breathe(this.#look)
  }

  /**
   * After the promises had a turn: runs what is ready now, or else lets time pass. A callback of a global
   * timer is called in the macrotask itself, so that `nextTick` comes before promises. Jobs run in
   * microtasks, as on any host.
   */
  readonly #look = (): void => {
    const { loop, host } = this.#options
    const globals = loop._globals
    if (loop.isRunning() && !host.hasWork && globals?.due === true) {
      this.#looking = false
      this.#drive(() => globals.fireNext())
    } else void soon.then(this.#goOn)
  }

  readonly #goOn = (): void => {
    this.#looking = false
    const { loop, host } = this.#options
    if (!loop.isRunning()) return
    if (host.hasWork) {
      this.#drive(() => host.work())
      return
    }
    const globals = loop._globals
    const underWay = [...(globals?.underWay() ?? []), ...this.#world.underWay()]
    if (underWay.length > 0) this.#await(underWay)
    else this.#letTimePass()
  }

  #letTimePass(): void {
    const { loop, host, guard, stuck } = this.#options
    if (loop._untilBlocked.length > 0) {
      this.#drive(() => loop._wakeBlocked())
      return
    }
    const due = nextDue(loop)
    const held = inFlight(loop)
    const others = held.filter((external) => !isOfMain(external))
    const holds = due < Infinity ? others.length > 0 : held.length > 0
    if (holds && due < Infinity && loop._globals?.waiting === true) this.#awaitBriefly(others)
    else if (holds) this.#awaitPromises(held, due === Infinity)
    else if (due < Infinity) this.#drive(() => host.jump(loop._nextInstant()))
    else {
      const error = stuck()
      if (error !== null) guard.fail(error)
    }
  }

  /**
   * Looks again until real input and output is over. If it is silent for too long, it may wait for a timer:
   * that of a server in this process, or a timeout.
   */
  #await(underWay: readonly string[]): void {
    const { loop, guard, patience } = this.#options
    const waits = nextDue(loop) < Infinity
    const limit = waits && this.#world.serves ? Math.min(SILENCE, patience()) : patience()
    if (this.#stalled(this.#world.progress, limit)) {
      if (waits) this.#letTimePass()
      else guard.fail(outOfPatience(underWay, patience()))
    } else if (this.#looks++ < QUICK_LOOKS) {
      this.#looking = true
      real.breathe(this.#look)
    } else {
      this.#waiting = real.setTimeout(this.#look, 1)
    }
  }

  /** Waits for promises until they wake the loop. `alone`: nothing else is left that could settle them. */
  #awaitPromises(held: readonly External[], alone: boolean): void {
    const { loop, guard, patience } = this.#options
    if (this.#stalled(-1, patience())) {
      const names = held.map(({ what }) => what)
      guard.fail(alone ? abandoned(loop, names, patience()) : outOfPatience(names, patience()))
      return
    }
    const left = this.#since + patience() - real.now()
    this.#waiting = real.setTimeout(this.#look, Math.min(Math.max(left, 0), POLL))
  }

  /** Waits for promises that may wait for a timer. */
  #awaitBriefly(others: readonly External[]): void {
    const { loop, host } = this.#options
    const held = others.filter(({ what }) => !this.#timed.has(what))
    if (held.length > 0 && !this.#stalled(-2, BRIEFLY)) {
      this.#waiting = real.setTimeout(this.#look, 1)
      return
    }
    for (const { what } of held) this.#timed.add(what)
    this.#drive(() => host.jump(loop._nextInstant()))
  }

  /** Has nothing moved for `limit` ms of real time? `mark` changes when something has. */
  #stalled(mark: number, limit: number): boolean {
    if (mark === this.#mark) return real.now() - this.#since >= limit
    this.#mark = mark
    this.#since = real.now()
    return false
  }
}
