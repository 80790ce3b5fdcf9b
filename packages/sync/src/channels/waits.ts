/**
 * The waits of one end of a channel: closing the end ends them, and no other.
 *
 * The line of a channel has the waits of all ends. To look for those of one end there would make closing n
 * ends take n² steps. Nearly always a single task waits at an end, so one wait needs no Set.
 */

import type { Parked } from '@acoro/core/lowlevel'

export class Waits {
  #only: Parked<void> | null = null
  #all: Set<Parked<void>> | null = null

  add(parked: Parked<void>): void {
    if (this.#all !== null) this.#all.add(parked)
    else if (this.#only === null) this.#only = parked
    else {
      this.#all = new Set([this.#only, parked])
      this.#only = null
    }
  }

  /** The wait is over. */
  delete(parked: Parked<void>): void {
    if (this.#only === parked) this.#only = null
    else this.#all?.delete(parked)
  }

  /** Takes the waits out of the line and throws an error in their tasks; woken ones have left it before. */
  abort(error: () => Error): void {
    const waits = this.#all ?? (this.#only === null ? [] : [this.#only])
    this.#only = null
    this.#all = null
    for (const parked of waits) if (parked.remove()) parked.setException(error())
  }
}
