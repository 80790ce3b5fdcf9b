/**
 * Counts the promises that a loop has handed out and not settled yet.
 *
 * A pending promise stops a virtual clock, because the outside world has to act. But a promise made by
 * `toPromise` on the same loop may be the one that it depends on, through a chain that cannot be seen. So
 * while such promises are pending, the promises that the loop waits for do not stop its clock.
 */

import type { EventLoop } from '@acoro/core'

let total = 0
const counters = new WeakMap<EventLoop, Counter>()

/** The pending promises of one loop. */
export class Counter {
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Counts one more, or one less. */
  add(change: 1 | -1): void {
    this.#count += change
    total += change
  }
}

/**
 * Returns the counter of `loop`. Callers keep it while a promise is pending: looking it up is half of the
 * cost of counting.
 */
export function outgoingOf(loop: EventLoop): Counter {
  const known = counters.get(loop)
  if (known !== undefined) return known
  const counter = new Counter()
  counters.set(loop, counter)
  return counter
}

/** Is a promise of `loop` pending? */
export function hasOutgoing(loop: EventLoop): boolean {
  return total > 0 && (counters.get(loop)?.count ?? 0) > 0
}
