/**
 * The ready queue of a virtual loop: first in, first out, as any other, but it counts the steps.
 *
 * A task that spins would hang a synchronous run, and no timer of the test runner could interrupt it. The
 * number of steps is the only limit that works there. A test can also interfere between two handles: here it
 * can make another handle than the first one run next.
 */

import { Ring, type Runnable } from '@acoro/core/lowlevel'

/** Runs in place of a step beyond the limit, which stays in the queue. */
const NOTHING: Runnable = { _run: () => {} }

export class ReadyQueue extends Ring<Runnable> {
  /** How many handles have run, ever. */
  steps = 0
  /** Called with each handle before it runs. */
  before: ((next: Runnable) => void) | null = null
  /** Returns the index of the handle that runs next, if several are ready. null: the first one. */
  choose: ((queue: ReadyQueue) => number) | null = null

  /** Does it run before all others? A simulation ends the tasks of a crashed host so. */
  isUrgent: ((next: Runnable) => boolean) | null = null

  /** The last step that may run. */
  limit: number = Infinity
  /** Called instead of each step beyond the limit. */
  onLimit: (() => void) | null = null

  override shift(): Runnable {
    if (this.steps >= this.limit) {
      this.onLimit?.()
      return NOTHING
    }
    this.steps++
    const index = this.#next()
    const next = index === 0 ? super.shift() : this.take(index)
    if (this.before !== null) this.before(next)
    return next
  }

  #next(): number {
    const { isUrgent, choose, length } = this
    if (length === 1) return 0
    if (isUrgent !== null) {
      for (let index = 0; index < length; index++) if (isUrgent(this.at(index) as Runnable)) return index
    }
    return choose === null ? 0 : choose(this)
  }

  /** The waiting handles, first to last. */
  *[Symbol.iterator](): Generator<Runnable> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as Runnable
  }
}
