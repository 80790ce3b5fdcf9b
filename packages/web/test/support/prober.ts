import { fromCallback, fromPromise } from '@acoro/compat'
import { isCancelledError } from '@acoro/core'
import type { RequestEnd } from '@acoro/web'
import type { Probe } from './client-goes.ts'
import { signalled } from './serving.ts'
import type { Steps } from './virtual.ts'

/** The function of a request that waits for the test, and counts how often it is cancelled. */
export class Prober implements Probe {
  #waiting = signalled()
  #go = signalled()
  #ended = signalled<string>()
  #cancels = 0

  readonly onEnd = ({ outcome }: RequestEnd): void => {
    const cancelled = this.#cancels === 1 ? 'cancelled once' : `cancelled ${this.#cancels} times`
    this.#ended.fire(
      outcome === 'left' ? cancelled : `${outcome}${this.#cancels > 0 ? `, ${cancelled}` : ''}`,
    )
  }

  async waiting(): Promise<void> {
    await this.#waiting.promise
    this.#waiting = signalled()
  }

  go(): void {
    this.#go.fire()
    this.#go = signalled()
  }

  async ended(): Promise<string> {
    const outcome = await this.#ended.promise
    this.#ended = signalled<string>()
    this.#cancels = 0
    return outcome
  }

  /** Called when the body has been read. */
  *work(): Steps {
    // A signal that takes the end of the body for that of the client has its turn.
    for (let i = 0; i < 5; i++) yield* turn()
    this.#waiting.fire()
    try {
      yield* fromPromise(this.#go.promise)
    } catch (error) {
      this.#count(error)
      // A second cancel would arrive here.
      try {
        for (let i = 0; i < 5; i++) yield* turn()
      } catch (second) {
        this.#count(second)
      }
      throw error
    }
  }

  #count(error: unknown): void {
    if (isCancelledError(error)) this.#cancels++
  }
}

function turn() {
  return fromCallback<void>((resolve) => {
    const immediate = setImmediate(resolve)
    return () => clearImmediate(immediate)
  })
}
