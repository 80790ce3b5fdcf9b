/**
 * One door into the loop for all that sockets report in one turn of the platform.
 *
 * The platform calls back for one socket after the other. To enter the loop each time costs a microtask a chunk and wakes one
 * task at a time; so what comes is noted, and the loop is entered once, when all have spoken: asyncio's loop is after
 * `select` in the same place. Nothing is waited for: the platform's next phase follows at once. Only where a lot has come is it
 * entered before: to read a megabyte from many sockets and then look at the first of it is to fetch it from memory twice.
 */

import { setImmediate } from 'node:timers'
import type { EventLoop } from '@acoro/core'

/** So many bytes are still in the processor's cache when they are used. */
const ENOUGH = 65536

export class Intake {
  readonly #loop: EventLoop
  #waiting: (() => void)[] = []
  /** What they bring, in bytes. */
  #weight = 0
  #armed = false

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /**
   * Calls `run`, which brings `weight` bytes, in the loop, after what was added before it. Where the loop is closed by then,
   * nobody is left to hear of it.
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

  /** One that was added brings `weight` bytes more; nothing to know where it is on its way already. */
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
        // One that fails must not take what came for the others with it.
        this.#loop.callExceptionHandler({ message: 'Could not deliver what a socket brought', exception })
      }
    }
  }
}

const intakes = new WeakMap<EventLoop, Intake>()

/** The one of `loop`. */
export function intakeOf(loop: EventLoop): Intake {
  const known = intakes.get(loop)
  if (known !== undefined) return known
  const intake = new Intake(loop)
  intakes.set(loop, intake)
  return intake
}
