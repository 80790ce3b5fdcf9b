/**
 * Waiting until all other tasks are blocked: for tests that need the others to have come as far as they can.
 *
 * A sleep of «long enough» breaks when something takes one more step. A virtual loop knows when nothing is
 * ready, right before it lets time pass.
 */

import { type Coroutine, coroutine, getRunningLoop, RuntimeError, sleep } from '@acoro/core'
import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

/**
 * Waits until every other task waits for time, or for something that no ready task will bring. With
 * `cushion`: until that has been so for so many ms of virtual time. Several tasks that call it go on one
 * after another, in order. RuntimeError outside of a VirtualLoop. trio:
 * `trio.testing.wait_all_tasks_blocked`.
 *
 * @example
 * ```ts
 * import { createTask, sleep } from '@acoro/core'
 *
 * const loop = new VirtualLoop()
 * const seen: string[] = []
 * loop.runSync(function* () {
 *   createTask(
 *     (function* () {
 *       for (const step of ['a', 'b', 'c']) {
 *         yield* sleep(0)
 *         seen.push(step)
 *       }
 *     })(),
 *   )
 *   yield* waitAllTasksBlocked()
 *   return [seen.join(''), loop.time()]
 * }) // => ['abc', 0]
 * ```
 */
export function waitAllTasksBlocked(cushion: number = 0): Coroutine<void> {
  checkMilliseconds(cushion, 'the time that all have to be blocked for')
  return blocked(cushion)
}

const blocked = coroutine(function* waitAllTasksBlocked(cushion: number) {
  const loop = getRunningLoop()
  if (!(loop instanceof VirtualLoop)) {
    throw new RuntimeError(
      `waitAllTasksBlocked() needs a VirtualLoop, got ${describeValue(loop)}: run it there`,
    )
  }
  for (;;) {
    const idle = loop.createFuture<void>()
    loop._untilBlocked.push(idle)
    try {
      yield* idle
    } finally {
      const at = loop._untilBlocked.indexOf(idle)
      if (at >= 0) loop._untilBlocked.splice(at, 1)
    }
    if (!(cushion > 0)) return
    const before = loop._queue.steps
    yield* sleep(cushion)
    // The timer of this sleep, and this very step.
    if (loop._queue.steps - before <= 2) return
  }
})
