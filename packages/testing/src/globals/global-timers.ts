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
export type Setter = 'setTimeout' | 'setInterval' | 'setImmediate'

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
  readonly callback: TimerCallback
  readonly args: readonly unknown[]
  /** Undefined for setImmediate. */
  readonly delay: number | undefined
  readonly repeats: boolean
  readonly label: string
  handle: Handle
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
    if (entry.repeats) entry.handle = this.#schedule(id, entry.delay, entry.label)
    else this.#entries.delete(id)
    const callback = entry.callback as (...args: unknown[]) => unknown
    callback(...entry.args)
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
    const entry = { callback, args, delay, repeats, label, handle: this.#schedule(id, delay, label) }
    this.#entries.set(id, entry)
    return new GlobalTimer(this, id)
  }

  /** Returns false if the timer is none of a fake clock. */
  clear(timer: unknown): boolean {
    const id = timer instanceof GlobalTimer || typeof timer !== 'object' ? Number(timer) : 0
    if (!(id > FIRST_ID)) return false
    this.#entries.get(id)?.handle.cancel()
    this.#entries.delete(id)
    return true
  }

  refresh(id: number): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.handle.cancel()
    const place = this.#due.indexOf(id)
    if (place >= 0) this.#due.splice(place, 1)
    entry.handle = this.#schedule(id, entry.delay, entry.label)
  }

  clearAll(): void {
    for (const id of this.#entries.keys()) this.clear(id)
  }

  #schedule(id: number, delay: number | undefined, label: string): Handle {
    const loop = this.#loop
    const turn = () => void this.#due.push(id)
    const { order } = loop._timerQueue
    let handle: Handle
    if (delay !== undefined) handle = loop.callLater(delay, turn)
    else if (order === null) handle = loop.callSoon(turn)
    else handle = order.asImmediate(() => loop.callLater(0, turn))
    this.#labels?.set(handle, label)
    return handle
  }
}

function labelOf(by: Setter, delay: number | undefined): string {
  const what = delay === undefined ? 'an immediate' : `a timer of ${delay} ms`
  const place = firstPlace(capture(globalThis[by], 1))
  return place === undefined ? what : `${what} set in ${place}`
}

/** A delay as the platform takes it. */
export function truncated(delay: unknown): number {
  const ms = Math.trunc(Number(delay))
  return ms >= 1 && ms <= LONGEST ? ms : 1
}
