/**
 * A sleep that says what it is for.
 *
 * A report that shows «sleep until 5300 ms» explains nothing. These waits park in a wait list whose description
 * names the retry, the ticker or the restart.
 */

import { getRunningLoop, type Suspension, sleep } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'

/**
 * Waits until the clock of the loop shows `when`; lets every other ready task run once if that has passed. If
 * cancelled, its timer is gone at once.
 */
export function* napUntil(when: number, describe: () => string): Generator<Suspension, void, unknown> {
  const loop = getRunningLoop()
  if (when <= loop.time()) {
    yield* sleep(0)
    return
  }
  const queue = new WaitQueue({ describe })
  const parked = queue.park()
  const timer = when === Infinity ? undefined : loop.callAt(when, wake, queue)
  try {
    yield* parked
  } finally {
    timer?.cancel()
  }
}

function wake(queue: WaitQueue): void {
  queue.wakeOne()
}
