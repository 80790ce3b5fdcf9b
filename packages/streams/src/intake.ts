/**
 * One door into the loop for all that sockets report in one turn of the platform.
 *
 * The platform calls back for one socket after the other. To enter the loop each time costs a microtask a chunk and wakes one
 * task at a time; so what comes is noted, and the loop is entered once, when all have spoken: asyncio's loop is after
 * `select` in the same place. Nothing is waited for: the platform's next phase follows at once.
 */

import { setImmediate } from 'node:timers'
import type { EventLoop } from '@acoro/core'

export class Intake {
  readonly #loop: EventLoop
  #waiting: (() => void)[] = []

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /** Calls `run` in the loop, after what was added before it. Where the loop is closed by then, nobody is left to hear of it. */
  add(run: () => void): void {
    if (this.#waiting.push(run) === 1) setImmediate(this.#open)
  }

  readonly #open = (): void => {
    if (this.#loop.isClosed()) this.#waiting = []
    else this.#loop.callSoon(this.#admit)
  }

  readonly #admit = (): void => {
    const waiting = this.#waiting
    this.#waiting = []
    for (const run of waiting) run()
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
