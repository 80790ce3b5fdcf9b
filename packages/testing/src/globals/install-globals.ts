/**
 * Puts the clock and the timers of other code on the clock of a virtual loop.
 *
 * The package @sinonjs/fake-timers replaces the globals and restores them: `node:timers` and
 * `node:timers/promises`, Date, Intl, performance and hrtime. Its own queue of timers is not used, because
 * with two queues the order would be lost. Its functions look themselves up at each call, so ours take their
 * places. Microtasks stay real: `runAsync` lets them run before time passes.
 */

import { RuntimeError, setEventLoop } from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkDate } from '../base/checks.ts'
import { isFaked } from '../virtual/real-time.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { type FakeMethod, FakeTimers } from './fake-timers.ts'
import { checkNames, chosenNames, type FakedName, methodsOf } from './faked-names.ts'
import { type TimerCallback, type TimerKind, truncated } from './global-timers.ts'
import { replaceNodes, replaceOn } from './node-clocks.ts'
import { RealRequests } from './real-requests.ts'
import { WalkedTimers } from './timer-walk.ts'

export interface InstallGlobalsOptions {
  /** The date when the clock of the loop is at 0: ms since 1970, or a Date; that of the loop by default. */
  epoch?: number | Date | undefined
  /** The globals to put on the clock; all of them by default. */
  only?: readonly FakedName[] | undefined
  /** The globals to leave alone. */
  except?: readonly FakedName[] | undefined
}

const OPTIONS: OptionKinds = { epoch: checkDate, only: checkNames, except: checkNames }

type FakeClock = ReturnType<typeof FakeTimers.install>

// util.promisify(setTimeout) asks for this. That of fake-timers would use its own queue.
const promisified: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never

type Globals = Record<string, unknown>

/** What clears which timers. */
const CLEARS: Readonly<Record<string, TimerKind>> = {
  clearTimeout: 'timer',
  clearInterval: 'timer',
  clearImmediate: 'immediate',
  cancelAnimationFrame: 'frame',
  cancelIdleCallback: 'idle',
}
const CLEARING = Object.keys(CLEARS)

/** A frame, in ms, as in other fake timers; and the time that an idle callback is told it has. */
const FRAME = 16
const IDLE = 50

/** The installation. Dispose it to restore the globals. */
export class InstalledGlobals extends WalkedTimers implements Disposable {
  readonly #loop: VirtualLoop
  readonly #clock: FakeClock
  readonly #restore: (() => void)[] = []
  readonly #requests = new RealRequests()
  #elapsed = 0
  #installed = true

  /** @internal Use `installGlobals`. */
  constructor(loop: VirtualLoop, epoch: number, names: ReadonlySet<FakedName>) {
    super(loop)
    this.#loop = loop
    const real: Globals = {}
    for (const name of CLEARING) real[name] = (globalThis as Globals)[name]
    const since = loop.time()
    this.#clock = FakeTimers.install({
      now: epoch,
      toFake: methodsOf(names) as FakeMethod[],
      ignoreMissingTimers: true,
    })
    try {
      this.#takeOver(real, names)
    } catch (error) {
      // What was faked by then would stay so, and nobody has the installation to dispose.
      this.uninstall()
      throw error
    }
    this.#follow(since)
    loop._virtual.onTime = (now) => this.#follow(now)
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
    for (const restore of this.#restore.splice(0)) restore()
    this.#loop._virtual.onTime = null
    this.#loop._onDate(null)
    this.#loop._globals = null
    setEventLoop(null)
    this.clearAll()
  }

  /** Sets the date, as `loop.setWallTime`. */
  setSystemTime(when: number | Date): void {
    this.#loop.setWallTime(when)
  }

  /**
   * Drops all timers, and sets the clock of the loop to 0. RuntimeError if tasks or timers of coroutines are
   * left, which would live on.
   */
  reset(): void {
    if (!this.#loop._rewind()) {
      throw new RuntimeError(
        'reset() drops global timers only, and tasks or timers of coroutines are left on the loop: let the run end, ' +
          'or use a new VirtualLoop',
      )
    }
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

  #takeOver(real: Globals, names: ReadonlySet<FakedName>): void {
    const set = (callback: TimerCallback, delay?: number, ...args: unknown[]) =>
      this.set('setTimeout', callback, args, truncated(delay))
    const setInterval = (callback: TimerCallback, delay?: number, ...args: unknown[]) =>
      this.set('setInterval', callback, args, truncated(delay), true)
    const setImmediate = (callback: TimerCallback, ...args: unknown[]) =>
      this.set('setImmediate', callback, args)
    const frame = (callback: TimerCallback) => {
      const fire = () => (callback as (now: number) => unknown)(this.#loop.time())
      return Number(this.set('requestAnimationFrame', fire, [], FRAME - (this.#loop.time() % FRAME)))
    }
    const idle = (callback: TimerCallback) =>
      Number(
        this.set('requestIdleCallback', callback, [
          { didTimeout: false, timeRemaining: () => IDLE } as never,
        ]),
      )
    this.#replace('setTimeout', set)
    this.#replace('setInterval', setInterval)
    this.#replace('setImmediate', setImmediate)
    for (const name of CLEARING) {
      const clearReal = real[name] as ((timer: unknown) => void) | undefined
      this.#replace(name, (timer?: unknown) => {
        // A timer from before the installation is a real one.
        if (!this.clear(timer, CLEARS[name])) clearReal?.(timer)
      })
    }
    if (names.has('performance')) this.#clock.performance.now = () => this.#loop.time()
    const later = (delay?: number, value?: unknown) =>
      new Promise((resolve) => set(() => resolve(value), delay))
    const immediate = (value?: unknown) => new Promise((resolve) => setImmediate(() => resolve(value)))
    if (names.has('setTimeout')) {
      Object.defineProperty(globalThis.setTimeout, promisified, { value: later, configurable: true })
    }
    if (names.has('setImmediate') && globalThis.setImmediate !== undefined) {
      Object.defineProperty(globalThis.setImmediate, promisified, { value: immediate, configurable: true })
    }
    // fake-timers knows only what was there when it was loaded.
    const clearing = (name: string) => (this.#clock as unknown as Globals)[name]
    for (const [name, by, clears] of [
      ['requestAnimationFrame', frame, 'cancelAnimationFrame'],
      ['requestIdleCallback', idle, 'cancelIdleCallback'],
    ] as const) {
      if (!names.has(name) || Reflect.get(globalThis, name) === undefined) continue
      replaceOn(globalThis, name, by, this.#restore)
      replaceOn(globalThis, clears, clearing(clears), this.#restore)
    }
    replaceNodes(this.#loop, names, this.#restore)
    // Hermes has none.
    if (!names.has('AbortSignal') || globalThis.AbortSignal === undefined) return
    const timeout = (delay: number): AbortSignal => {
      const controller = new AbortController()
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
      set(() => controller.abort(reason), delay)
      return controller.signal
    }
    replaceOn(AbortSignal, 'timeout', timeout, this.#restore)
  }

  /** fake-timers keeps on each function how to restore the original. */
  #replace(name: string, by: unknown): void {
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
 * Puts `setTimeout`, `setInterval`, `setImmediate`, `requestAnimationFrame`, `Date`, `Intl`, `performance`,
 * `process.hrtime` and `uptime`, `scheduler` and `AbortSignal.timeout` on the clock of `loop`, until the
 * result is disposed or the loop is closed. Callbacks run one at a time, with promises in between, as in
 * Node. RuntimeError if the globals are faked already, by this function or another one.
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
  checkOptions(options, 'installGlobals()', OPTIONS)
  const names = chosenNames(options.only, options.except)
  if (loop._globals !== null || isFaked('setTimeout') || isFaked('Date')) {
    throw new RuntimeError(
      'The globals are faked already, by another installGlobals() or by the fake timers of a test runner: ' +
        'give them back first',
    )
  }
  if (options.epoch !== undefined) loop.setWallTime(Number(options.epoch) + loop.time())
  return new InstalledGlobals(loop, loop.wallTime() - loop.time(), names)
}
