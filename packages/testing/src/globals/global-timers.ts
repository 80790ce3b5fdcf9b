/**
 * The timers of other code, in the timer heap of a virtual loop.
 *
 * A real runtime runs the callbacks of timers one at a time, and in between the promises that they settle. A
 * loop runs a whole iteration without giving promises a turn. So the loop's timer does not call the callback:
 * it notes that its turn has come. The driver then calls one callback, lets promises run, and looks again.
 * This is the order of Node and browsers. Coroutines that are due at the same instant run first.
 */

import type { Handle } from '@acoro/core'
import { capture, describeValue, firstPlace, type Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'

export type TimerCallback = (...args: never[]) => unknown

// As in Node: a delay outside of 1 to this is 1 ms, and fractions are cut off.
const LONGEST = 2 ** 31 - 1

/** Real timers have small numbers. Those of a fake must never be taken for one, nor the other way round. */
const FIRST_ID = 2 ** 40

/** A global that sets timers. */
export type Setter =
  | 'setTimeout'
  | 'setInterval'
  | 'setImmediate'
  | 'requestAnimationFrame'
  | 'requestIdleCallback'

/** Timers of one kind are cleared by one function. Those of another kind it leaves alone, as platforms do. */
export type TimerKind = 'timer' | 'immediate' | 'frame' | 'idle'

const KINDS: Readonly<Record<Setter, TimerKind>> = {
  setTimeout: 'timer',
  setInterval: 'timer',
  setImmediate: 'immediate',
  requestAnimationFrame: 'frame',
  requestIdleCallback: 'idle',
}

/** The result of `setTimeout`: an object as in Node, which converts to a number as in browsers. */
export class GlobalTimer implements Disposable {
  /** Node's own clearImmediate, called after the fakes are gone, leaves alone what has this. */
  readonly _destroyed = true
  readonly #timers: GlobalTimers
  readonly #id: number
  #refed = true

  constructor(timers: GlobalTimers, id: number) {
    this.#timers = timers
    this.#id = id
  }

  ref(): this {
    this.#refed = true
    return this
  }

  unref(): this {
    this.#refed = false
    return this
  }

  hasRef(): boolean {
    return this.#refed
  }

  /** Starts the delay again. */
  refresh(): this {
    this.#timers.refresh(this.#id)
    return this
  }

  close(): this {
    this.#timers.clear(this.#id)
    return this
  }

  [Symbol.toPrimitive](): number {
    return this.#id
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

interface Entry {
  readonly kind: TimerKind
  readonly callback: TimerCallback
  readonly args: readonly unknown[]
  /** Undefined for setImmediate. */
  readonly delay: number | undefined
  readonly repeats: boolean
  readonly label: string
  handle: Handle
  /** When it fires. */
  when: number
}

export class GlobalTimers {
  readonly #loop: VirtualLoop
  readonly #entries = new Map<number, Entry>()
  readonly #due: number[] = []
  #ids = FIRST_ID
  /** Set while a run is traced: what to call each timer. */
  #labels: WeakMap<Runnable, string> | null = null

  constructor(loop: VirtualLoop) {
    this.#loop = loop
  }

  /** How many timers have not fired. */
  countTimers(): number {
    return this.#entries.size
  }

  /** @internal When the next and the last of them fire; Infinity and -Infinity if there are none. */
  get _span(): { readonly next: number; readonly last: number } {
    let [next, last] = [Infinity, -Infinity]
    for (const { when } of this.#entries.values()) [next, last] = [Math.min(next, when), Math.max(last, when)]
    return { next, last }
  }

  /** @internal Called after each callback. */
  _onFired: (() => void) | null = null

  /** @internal What is due before `when` becomes due then, once. */
  _postpone(when: number): void {
    const late = [...this.#entries].filter(([, entry]) => entry.when < when)
    for (const [id, entry] of late.sort(([, one], [, other]) => one.when - other.when)) {
      entry.handle.cancel()
      this.#schedule(entry, id, when - this.#loop.time())
    }
  }

  /** Is there a timer that has not fired? */
  get waiting(): boolean {
    return this.#entries.size > 0
  }

  /** Is there a timer whose turn it is? */
  get due(): boolean {
    while (this.#due.length > 0 && !this.#entries.has(this.#due[0] as number)) this.#due.shift()
    return this.#due.length > 0
  }

  /** Calls the callback of the timer whose turn it is. `due` has to be true. */
  fireNext(): void {
    const id = this.#due.shift() as number
    const entry = this.#entries.get(id) as Entry
    if (entry.repeats) this.#schedule(entry, id, entry.delay)
    else this.#entries.delete(id)
    const callback = entry.callback as (...args: unknown[]) => unknown
    try {
      callback(...entry.args)
    } finally {
      this._onFired?.()
    }
  }

  /** Whether to note where timers are set, for `labelOf`. */
  noteLabels(on: boolean): void {
    this.#labels = on ? new WeakMap() : null
  }

  /** What to call the timer that `runnable` of the loop stands for. */
  labelOf(runnable: Runnable): string | undefined {
    return this.#labels?.get(runnable)
  }

  /** Without a delay: an immediate. `by` is the function that the program called. */
  set(
    by: Setter,
    callback: TimerCallback,
    args: readonly unknown[],
    delay?: number,
    repeats = false,
  ): GlobalTimer {
    if (typeof callback !== 'function') {
      throw new TypeError(`Expected a function as the callback of a timer, got ${describeValue(callback)}`)
    }
    const label = this.#labels === null ? '' : labelOf(by, delay)
    const id = ++this.#ids
    const entry = { kind: KINDS[by], callback, args, delay, repeats, label, when: 0 } as Entry
    this.#schedule(entry, id, delay)
    this.#entries.set(id, entry)
    return new GlobalTimer(this, id)
  }

  /** Returns false if the timer is none of a fake clock. One of another kind is left alone. */
  clear(timer: unknown, kind?: TimerKind): boolean {
    const id = timer instanceof GlobalTimer || typeof timer !== 'object' ? Number(timer) : 0
    if (!(id > FIRST_ID)) return false
    const entry = this.#entries.get(id)
    if (entry === undefined || (kind !== undefined && kind !== entry.kind)) return true
    entry.handle.cancel()
    this.#entries.delete(id)
    return true
  }

  refresh(id: number): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.handle.cancel()
    const place = this.#due.indexOf(id)
    if (place >= 0) this.#due.splice(place, 1)
    this.#schedule(entry, id, entry.delay)
  }

  clearAll(): void {
    for (const id of this.#entries.keys()) this.clear(id)
  }

  #schedule(entry: Entry, id: number, delay: number | undefined): void {
    const loop = this.#loop
    const turn = () => void this.#due.push(id)
    const { order } = loop._timerQueue
    if (delay !== undefined) entry.handle = loop.callLater(delay, turn)
    else if (order === null) entry.handle = loop.callSoon(turn)
    else entry.handle = order.asImmediate(() => loop.callLater(0, turn))
    entry.when = loop.time() + (delay ?? 0)
    this.#labels?.set(entry.handle, entry.label)
  }
}

function labelOf(by: Setter, delay: number | undefined): string {
  const what = delay === undefined ? 'an immediate' : `a timer of ${delay} ms`
  const place = firstPlace(capture(Reflect.get(globalThis, by), 1))
  return place === undefined ? what : `${what} set in ${place}`
}

/** A delay as the platform takes it. */
export function truncated(delay: unknown): number {
  const ms = Math.trunc(Number(delay))
  return ms >= 1 && ms <= LONGEST ? ms : 1
}
