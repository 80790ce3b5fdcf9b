/**
 * What is wrong with a run, if anything is: it took too many steps, or a driver found that it cannot go on.
 *
 * A run ends by `stop()`, whoever ends it; so the error is put down here, and whoever began the run takes it.
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

  /** A run begins: its steps are counted from here. */
  begin(): void {
    this.#stepsBefore = this.#queue.steps
    this.#failure = null
  }

  /** The error of a run that is still not over after as many steps as one may take. */
  exceeded(): Error | null {
    if (!this.#loop.isRunning() || this.#queue.steps - this.#stepsBefore <= this.#stepLimit) return null
    return tooManySteps(this.#loop, this.#stepLimit, this.#queue)
  }

  /** Ends the run with `error`. */
  fail(error: Error): void {
    this.#failure = error
    this.#loop.stop()
  }

  /** Throws what the run ended with, if it failed. */
  check(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure
  }
}
