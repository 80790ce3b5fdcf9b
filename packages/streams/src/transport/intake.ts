/**
 * One entrance to the loop for everything that sockets report in one turn of the platform.
 *
 * The platform calls back for one socket after the other. Entering the loop each time would cost a microtask
 * a chunk and wake one task at a time. So reports are collected, and the loop is entered once, after the last
 * of them: asyncio's loop does the same after `select`. This adds no delay, because the platform's next phase
 * follows at once. If a lot has come, the loop is entered earlier: by the time a megabyte has been read from
 * many sockets, the first of it has left the processor's cache.
 */

import { setImmediate } from 'node:timers'
import type { EventLoop } from '@acoro/core'

/** This many bytes are still in the processor's cache when they are used. */
const ENOUGH = 65536

export class Intake {
  readonly #loop: EventLoop
  #waiting: (() => void)[] = []
  /** The weight of `#waiting`, in bytes. */
  #weight = 0
  #armed = false

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /**
   * Calls `run` in the loop, after the calls that were added before it. `weight` is how many bytes it will
   * deliver. If the loop is closed by then, `run` is dropped.
   */
  add(run: () => void, weight: number): void {
    this.#waiting.push(run)
    this.#weight += weight
    if (this.#weight >= ENOUGH) this.#open()
    else if (!this.#armed) {
      this.#armed = true
      setImmediate(this.#turned)
    }
  }

  /** Adds `weight` to a call that was added before. Does nothing if that call is already on its way. */
  weigh(weight: number): void {
    if (this.#waiting.length === 0) return
    this.#weight += weight
    if (this.#weight >= ENOUGH) this.#open()
  }

  readonly #turned = (): void => {
    this.#armed = false
    if (this.#waiting.length > 0) this.#open()
  }

  #open(): void {
    this.#weight = 0
    if (this.#loop.isClosed()) this.#waiting = []
    else this.#loop.callSoon(this.#admit)
  }

  readonly #admit = (): void => {
    const waiting = this.#waiting
    this.#waiting = []
    for (let next = 0; next < waiting.length; ) {
      try {
        while (next < waiting.length) waiting[next++]!()
      } catch (exception) {
        // A call that fails must not take the others with it.
        this.#loop.callExceptionHandler({ message: 'Could not deliver what a socket brought', exception })
      }
    }
  }
}

const intakes = new WeakMap<EventLoop, Intake>()

/** The intake of `loop`. */
export function intakeOf(loop: EventLoop): Intake {
  const known = intakes.get(loop)
  if (known !== undefined) return known
  const intake = new Intake(loop)
  intakes.set(loop, intake)
  return intake
}
