/** Cancels all tasks that wait in one line, as each of them would be by hand. */

import type { WaitQueue } from '@acoro/core/lowlevel'

/** Returns how many it cancelled. A task that was woken before has its turn, and goes on. */
export function cancelAllOf<T, R>(queue: WaitQueue<T, R>, message: unknown): number {
  let cancelled = 0
  for (const parked of [...queue]) if (parked.cancel(message)) cancelled++
  return cancelled
}
