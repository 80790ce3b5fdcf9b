/**
 * Promises that a loop still has to keep, counted.
 *
 * A promise in flight stops a virtual clock, because it is the world's turn. But one that was made by `toPromise` on the
 * same loop may be what that promise waits for, in a chain nobody can see. So while a loop has such promises out, those
 * that come in do not stop its clock.
 */

import type { EventLoop } from '@acoro/core'

let total = 0
const counts = new WeakMap<EventLoop, number>()

/** One more promise that `loop` has to keep (1), or one less (-1). */
export function countOutgoing(loop: EventLoop, change: 1 | -1): void {
  total += change
  counts.set(loop, (counts.get(loop) ?? 0) + change)
}

/** Does anybody outside wait for a promise of `loop`? */
export function hasOutgoing(loop: EventLoop): boolean {
  return total > 0 && (counts.get(loop) ?? 0) > 0
}
