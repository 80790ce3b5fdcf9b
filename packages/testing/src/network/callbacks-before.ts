/** A wait for the callbacks that are ready already. */

import { type Future, getRunningLoop } from '@acoro/core'

/**
 * Resolves when all callbacks have run that were scheduled before. One turn would do on the loop itself. But an
 * exploration lets tasks and callbacks overtake one another, and only callbacks keep their order.
 */
export function callbacksBefore(): Future<void> {
  const loop = getRunningLoop()
  const over = loop.createFuture<void>()
  loop.callSoon(() => {
    if (!over.done()) over.setResult()
  })
  return over
}
