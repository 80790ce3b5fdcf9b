/** A wait for the callbacks that are ready already. */

import { type CoroutineGenerator, type Future, getRunningLoop } from '@acoro/core'

/**
 * Returns when all callbacks have run that were scheduled before. On the loop itself that takes one turn. But
 * an exploration lets tasks and callbacks overtake one another, and only callbacks keep their order.
 */
export function* callbacksBefore(): CoroutineGenerator<void> {
  const loop = getRunningLoop()
  let areOver = false
  let over: Future<void> | undefined
  loop.callSoon(() => {
    areOver = true
    if (over?.done() === false) over.setResult()
  })
  yield
  if (areOver) return
  over = loop.createFuture<void>()
  yield* over
}
