/**
 * A sleep that says what it is for, and that can be ended early.
 *
 * A report that shows «sleep until 5300 ms» explains nothing. These waits park in a wait list whose
 * description names the retry, the ticker or the restart.
 */

import { getRunningLoop, type Suspension, sleep } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'

export class Nap {
  readonly #queue: WaitQueue

  constructor(describe: () => string) {
    this.#queue = new WaitQueue({ describe })
  }

  /**
   * Waits until the clock of the loop shows `when`, or until `wake()`. If `when` has passed, lets every other
   * ready task run once. If cancelled, its timer is gone at once.
   */
  *until(when: number): Generator<Suspension, void, unknown> {
    const loop = getRunningLoop()
    if (when <= loop.time()) {
      yield* sleep(0)
      return
    }
    const parked = this.#queue.park()
    const timer = when === Infinity ? undefined : loop.callAt(when, wake, this)
    try {
      yield* parked
    } finally {
      timer?.cancel()
    }
  }

  /** Ends the wait that is under way, if any. */
  wake(): void {
    this.#queue.wakeOne()
  }
}

function wake(nap: Nap): void {
  nap.wake()
}
