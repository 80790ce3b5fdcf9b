/**
 * The ready queue of a virtual loop: first in, first out like any other, but it counts.
 *
 * A task that spins would hang a synchronous run, and no timer of the test runner can interrupt that: so the number of
 * steps is the only clock there is to stop it by. Between two handles is also where a test may interfere,
 * and here it may have another than the first run next.
 */

import { Ring, type Runnable } from '@acoro/core/lowlevel'

export class ReadyQueue extends Ring<Runnable> {
  /** How many handles were run, ever. */
  steps = 0
  /** Called before each handle is run, with the handle. */
  before: ((next: Runnable) => void) | null = null
  /** Says which of several is run next, by its index; null for the first. */
  choose: ((queue: ReadyQueue) => number) | null = null

  override shift(): Runnable {
    this.steps++
    const index = this.choose === null || this.length === 1 ? 0 : this.choose(this)
    const next = index === 0 ? super.shift() : this.take(index)
    if (this.before !== null) this.before(next)
    return next
  }

  /** What waits to be run, first to last. */
  *[Symbol.iterator](): Generator<Runnable> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as Runnable
  }
}
