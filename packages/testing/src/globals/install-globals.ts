/**
 * Puts the clock and the timers of other code on the clock of a virtual loop.
 *
 * The package @sinonjs/fake-timers replaces the globals and restores them: `node:timers` and
 * `node:timers/promises`, Date, Intl, performance and hrtime. Its own queue of timers is not used, because
 * with two queues the order would be lost. Its functions look themselves up at each call, so ours take their
 * places. Microtasks stay real: `runAsync` lets them run before time passes.
 */

import { RuntimeError, setEventLoop } from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkDate } from '../base/checks.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { type FakeMethod, FakeTimers } from './fake-timers.ts'
import { GlobalTimers, type TimerCallback, truncated } from './global-timers.ts'
import { RealRequests } from './real-requests.ts'

export interface InstallGlobalsOptions {
  /** The date when the clock of the loop is at 0: ms since 1970, or a Date; that of the loop by default. */
  epoch?: number | Date | undefined
}

type FakeClock = ReturnType<typeof FakeTimers.install>

const FAKED = [
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'],
  ...['Date', 'Intl', 'Temporal', 'hrtime', 'performance'],
] as FakeMethod[]

// util.promisify(setTimeout) asks for this. That of fake-timers would use its own queue.
const promisified: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never

/** The installation. Dispose it to restore the globals. */
export class InstalledGlobals extends GlobalTimers implements Disposable {
  readonly #loop: VirtualLoop
  readonly #clock: FakeClock
  readonly #abortTimeout: PropertyDescriptor | undefined
  readonly #requests = new RealRequests()
  #elapsed = 0
  #installed = true

  /** @internal Use `installGlobals`. */
  constructor(loop: VirtualLoop, epoch: number) {
    super(loop)
    this.#loop = loop
    const real = { clearTimeout: globalThis.clearTimeout, clearImmediate: globalThis.clearImmediate }
    const since = loop.time()
    this.#clock = FakeTimers.install({ now: epoch, toFake: FAKED, ignoreMissingTimers: true })
    this.#abortTimeout = Object.getOwnPropertyDescriptor(AbortSignal, 'timeout')
    this.#takeOver(real)
    this.#follow(since)
    loop._onTime((now) => this.#follow(now))
    loop._onDate((now) => this.#clock.setSystemTime(now))
    loop._globals = this
    // Calls from promise code belong to it, too.
    setEventLoop(loop)
  }

  /** Restores the globals, and drops the remaining timers. A second call does nothing. */
  uninstall(): void {
    if (!this.#installed) return
    this.#installed = false
    this.#requests[Symbol.dispose]()
    this.#clock.uninstall()
    if (this.#abortTimeout !== undefined) Object.defineProperty(AbortSignal, 'timeout', this.#abortTimeout)
    this.#loop._onTime(null)
    this.#loop._onDate(null)
    this.#loop._globals = null
    setEventLoop(null)
    this.clearAll()
  }

  /** @internal */
  underWay(): readonly string[] {
    return this.#requests.names()
  }

  /** @internal */
  rewind(): void {
    this.clearAll()
    this.#elapsed = 0
    this.#clock.reset()
  }

  [Symbol.dispose](): void {
    this.uninstall()
  }

  #takeOver(real: { clearTimeout: typeof clearTimeout; clearImmediate: typeof clearImmediate }): void {
    const set = (callback: TimerCallback, delay?: number, ...args: unknown[]) =>
      this.set('setTimeout', callback, args, truncated(delay))
    const setInterval = (callback: TimerCallback, delay?: number, ...args: unknown[]) =>
      this.set('setInterval', callback, args, truncated(delay), true)
    const setImmediate = (callback: TimerCallback, ...args: unknown[]) =>
      this.set('setImmediate', callback, args)
    const clear = (timer?: unknown) => {
      // A timer from before the installation is a real one.
      if (!this.clear(timer)) real.clearTimeout(timer as NodeJS.Timeout)
    }
    const clearImmediate = (timer?: unknown) => {
      if (!this.clear(timer)) real.clearImmediate?.(timer as NodeJS.Immediate)
    }
    this.#replace('setTimeout', set)
    this.#replace('setInterval', setInterval)
    this.#replace('setImmediate', setImmediate)
    this.#replace('clearTimeout', clear)
    this.#replace('clearInterval', clear)
    this.#replace('clearImmediate', clearImmediate)
    this.#clock.performance.now = () => this.#loop.time()
    const later = (delay?: number, value?: unknown) =>
      new Promise((resolve) => set(() => resolve(value), delay))
    const immediate = (value?: unknown) => new Promise((resolve) => setImmediate(() => resolve(value)))
    Object.defineProperty(globalThis.setTimeout, promisified, { value: later, configurable: true })
    if (globalThis.setImmediate !== undefined) {
      Object.defineProperty(globalThis.setImmediate, promisified, { value: immediate, configurable: true })
    }
    AbortSignal.timeout = (delay: number): AbortSignal => {
      const controller = new AbortController()
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
      set(() => controller.abort(reason), delay)
      return controller.signal
    }
  }

  /** fake-timers keeps on each function how to restore the original. */
  #replace(name: 'setTimeout' | 'setInterval' | 'setImmediate' | `clear${string}`, by: unknown): void {
    const functions = this.#clock as unknown as Record<string, object>
    functions[name] = Object.assign(by as object, functions[name])
  }

  /**
   * Moves Date and hrtime, which show whole nanoseconds. They are counted from the beginning: the rounding
   * errors of many small steps would add up.
   */
  #follow(now: number): void {
    const elapsed = Math.round(now * 1e6)
    if (elapsed > this.#elapsed) this.#clock.tick((elapsed - this.#elapsed) / 1e6)
    this.#elapsed = elapsed
  }
}

/**
 * Puts `setTimeout`, `setInterval`, `setImmediate`, `Date`, `Intl`, `performance`, `process.hrtime` and
 * `AbortSignal.timeout` on the clock of `loop`, until the result is disposed or the loop is closed. Callbacks
 * run one at a time, with promises in between, as in Node. RuntimeError if the globals are faked already, by
 * this function or another one.
 *
 * @example
 * ```ts real-time
 * const loop = new VirtualLoop()
 * using _ = installGlobals(loop, { epoch: Date.UTC(2030, 0, 1) })
 * const legacy = async () => {
 *   await new Promise((resolve) => setTimeout(resolve, 86_400_000))
 *   return new Date().toISOString()
 * }
 * await loop.runAsync(legacy) // => '2030-01-02T00:00:00.000Z'
 * ```
 */
export function installGlobals(loop: VirtualLoop, options: InstallGlobalsOptions = {}): InstalledGlobals {
  if (!(loop instanceof VirtualLoop)) {
    throw new TypeError(`Expected a VirtualLoop, got ${describeValue(loop)}`)
  }
  if (loop.isClosed()) throw new RuntimeError('Event loop is closed: make a new VirtualLoop')
  checkOptions(options, 'installGlobals()', { epoch: checkDate })
  if (loop._globals !== null || 'clock' in globalThis.setTimeout || 'clock' in globalThis.Date) {
    throw new RuntimeError(
      'The globals are faked already, by another installGlobals() or by the fake timers of a test runner: ' +
        'give them back first',
    )
  }
  if (options.epoch !== undefined) loop.setWallTime(Number(options.epoch) + loop.time())
  return new InstalledGlobals(loop, loop.wallTime() - loop.time())
}
