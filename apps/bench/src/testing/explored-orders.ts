/** How many orders of a program of a few small tasks can be tried in a second. */

import { coroutine, gather } from '@acoro/core'
import { type ExploreOptions, explore } from '@acoro/testing'

const step = coroutine(function* step() {
  yield
  yield
})

/** Returns how many were tried: fewer than `runs` only if there are no more. */
export function exploredOrders(
  runs: number,
  strategy: NonNullable<ExploreOptions['strategy']>,
  tasks = 3,
): number {
  const main = function* () {
    yield* gather(Array.from({ length: tasks }, () => step()))
  }
  return explore({ runs, strategy }, main).runs
}
