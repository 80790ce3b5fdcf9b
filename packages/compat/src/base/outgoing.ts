/**
 * Promises that a loop still has to keep, counted.
 *
 * A promise in flight stops a virtual clock, because it is the world's turn. But one that was made by `toPromise` on the
 * same loop may be what that promise waits for, in a chain nobody can see. So while a loop has such promises out, those
 * that come in do not stop its clock.
 */

import type { EventLoop } from '@acoro/core'

let total = 0
const counters = new WeakMap<EventLoop, Counter>()

/** The promises of one loop. */
export class Counter {
  #count = 0

  get count(): number {
    return this.#count
  }

  /** One more, or one less. */
  add(change: 1 | -1): void {
    this.#count += change
    total += change
  }
}

/** The counter of `loop`: to be kept while a promise is out, because looking it up is half of what counting costs. */
export function outgoingOf(loop: EventLoop): Counter {
  const known = counters.get(loop)
  if (known !== undefined) return known
  const counter = new Counter()
  counters.set(loop, counter)
  return counter
}

/** Does anybody outside wait for a promise of `loop`? */
export function hasOutgoing(loop: EventLoop): boolean {
  return total > 0 && (counters.get(loop)?.count ?? 0) > 0
}
