/**
 * The failure of a run: it took too many steps, or its driver could not continue.
 *
 * Every run ends by `stop()`. So the error is kept here, and the function that began the run throws it.
 */

import type { EventLoop } from '@acoro/core'
import { tooManySteps } from '../base/failures.ts'
import type { ReadyQueue } from './ready-queue.ts'

export class RunGuard {
  readonly #loop: EventLoop
  readonly #queue: ReadyQueue
  readonly #stepLimit: number
  #stepsBefore = 0
  #failure: Error | null = null

  constructor(loop: EventLoop, queue: ReadyQueue, stepLimit: number) {
    this.#loop = loop
    this.#queue = queue
    this.#stepLimit = stepLimit
  }

  /** Begins a run, and counts its steps from here. */
  begin(): void {
    this.#stepsBefore = this.#queue.steps
    this.#failure = null
  }

  /** Returns an error if the run has taken more steps than it may. */
  exceeded(): Error | null {
    if (!this.#loop.isRunning() || this.#queue.steps - this.#stepsBefore <= this.#stepLimit) return null
    return tooManySteps(this.#loop, this.#stepLimit, this.#queue)
  }

  /** Ends the run with `error`. */
  fail(error: Error): void {
    this.#failure = error
    this.#loop.stop()
  }

  /** Throws the error that ended the run, if there is one. */
  check(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure
  }
}
