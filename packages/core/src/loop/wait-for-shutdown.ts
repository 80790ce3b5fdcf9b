import type { Suspension } from '../future/future.ts'
import type { WaitQueue } from '../parking/wait-queue.ts'
import { getRunningLoop } from '../task/current-task.ts'
import { trackExternal } from '../tracing/external.ts'
import type { Executor } from './executor.ts'

/**
 * For the `shutdown()` of an executor: waits until `ended` is woken. That comes from outside of the loop, so
 * the wait is no deadlock. After `timeout` ms it calls `giveUp` once, and goes on waiting. Cancelling it ends
 * the wait alone.
 */
export function* waitForShutdown(
  executor: Executor,
  ended: WaitQueue,
  timeout: number | undefined,
  giveUp: (timeout: number) => void,
): Generator<Suspension, void, unknown> {
  const loop = getRunningLoop()
  const external = trackExternal(loop, `shutdown of ${executor}`, { transient: true })
  const timer = timeout === undefined ? undefined : loop.callLater(timeout, () => giveUp(timeout))
  try {
    yield* ended.park()
  } finally {
    timer?.cancel()
    external.end()
  }
}
