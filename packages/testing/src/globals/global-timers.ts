/**
 * The timers of other code, in the timer heap of a virtual loop.
 *
 * A real runtime runs the callbacks of timers one at a time, and in between the promises that they settle. A
 * loop runs a whole iteration without giving promises a turn. So the loop's timer does not call the callback:
 * it notes that its turn has come. The driver then calls one callback, lets promises run, and looks again.
 * This is the order of Node and browsers. Coroutines that are due at the same instant run first.
 */

import type { EventLoop, Handle } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

export type TimerCallback = (...args: never[]) => unknown

// As in Node: a delay outside of 1 to this is 1 ms, and fractions are cut off.
const LONGEST = 2 ** 31 - 1

/** The result of `setTimeout`: an object as in Node, which converts to a number as in browsers. */
export class GlobalTimer implements Disposable {
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
  handle: Handle
}

export class GlobalTimers {
  readonly #loop: EventLoop
  readonly #entries = new Map<number, Entry>()
  readonly #due: number[] = []
  #ids = 0

  constructor(loop: EventLoop) {
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
    if (entry.repeats) entry.handle = this.#schedule(id, entry.delay)
    else this.#entries.delete(id)
    const callback = entry.callback as (...args: unknown[]) => unknown
    callback(...entry.args)
  }

  set(callback: TimerCallback, delay: unknown, args: readonly unknown[], repeats: boolean): GlobalTimer {
    return this.#add(callback, truncated(delay), args, repeats)
  }

  setImmediate(callback: TimerCallback, args: readonly unknown[]): GlobalTimer {
    return this.#add(callback, undefined, args, false)
  }

  /** Returns false if the timer is not ours, or is over. */
  clear(timer: unknown): boolean {
    const id = Number(timer)
    this.#entries.get(id)?.handle.cancel()
    return this.#entries.delete(id)
  }

  refresh(id: number): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.handle.cancel()
    const place = this.#due.indexOf(id)
    if (place >= 0) this.#due.splice(place, 1)
    entry.handle = this.#schedule(id, entry.delay)
  }

  clearAll(): void {
    for (const id of this.#entries.keys()) this.clear(id)
  }

  #add(
    callback: TimerCallback,
    delay: number | undefined,
    args: readonly unknown[],
    repeats: boolean,
  ): GlobalTimer {
    if (typeof callback !== 'function') {
      throw new TypeError(`Expected a function as the callback of a timer, got ${describeValue(callback)}`)
    }
    const id = ++this.#ids
    this.#entries.set(id, { callback, args, delay, repeats, handle: this.#schedule(id, delay) })
    return new GlobalTimer(this, id)
  }

  #schedule(id: number, delay: number | undefined): Handle {
    const turn = () => void this.#due.push(id)
    return delay === undefined ? this.#loop.callSoon(turn) : this.#loop.callLater(delay, turn)
  }
}

function truncated(delay: unknown): number {
  const ms = Math.trunc(Number(delay))
  return ms >= 1 && ms <= LONGEST ? ms : 1
}
