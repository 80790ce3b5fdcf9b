/**
 * The failure of a run: it took too many steps, or its driver could not continue.
 *
 * Every run ends by `stop()`. So the error is kept here, and the function that began the run throws it.
 */

import type { EventLoop } from '@acoro/core'
import { deadlockError } from '@acoro/core/lowlevel'
import { tooManySteps } from '../base/failures.ts'
import type { ReadyQueue } from './ready-queue.ts'
import { StuckWatch } from './stuck-watch.ts'

export class RunGuard {
  readonly #loop: EventLoop
  readonly #queue: ReadyQueue
  readonly #stepLimit: number
  readonly #stuck: StuckWatch
  #failure: Error | null = null

  constructor(
    loop: EventLoop,
    queue: ReadyQueue,
    { stepLimit, timers }: { stepLimit: number; timers: Iterable<object> },
  ) {
    this.#loop = loop
    this.#queue = queue
    this.#stepLimit = stepLimit
    this.#stuck = new StuckWatch(loop, timers)
    queue.onLimit = () => {
      if (this.#failure === null) this.fail(tooManySteps(loop, stepLimit, queue))
    }
  }

  /** Begins a run, and counts its steps from here. */
  begin(): void {
    this.#queue.limit = this.#queue.steps + this.#stepLimit
    this.#stuck.begin(this.#queue.steps)
    this.#failure = null
  }

  /** Returns an error if some tasks wait for one another for ever, while others go on. */
  stuck(): Error | null {
    if (!this.#loop.isRunning() || this.#queue.steps < this.#stuck.nextLook) return null
    const stuck = this.#stuck.look(this.#queue.steps)
    return stuck === null ? null : deadlockError(this.#loop, stuck)
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
