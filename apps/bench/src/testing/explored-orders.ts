/** How many orders of a program of three small tasks can be tried in a second. */

import { coroutine, gather } from '@acoro/core'
import { type ExploreOptions, explore } from '@acoro/testing'

const step = coroutine(function* step() {
  yield
  yield
})

const main = function* () {
  yield* gather(step(), step(), step())
}

/** Gives how many were tried: fewer than `runs` only where there are no more. */
export function exploredOrders(runs: number, strategy: NonNullable<ExploreOptions['strategy']>): number {
  return explore({ runs, strategy }, main).runs
}
