/**
 * Tells a caller, once, that it waits for nobody: no worker serves its queue.
 *
 * Workers may be started after their callers, and register anew after Redis has lost its data. So that nobody
 * was there counts only if it was seen twice in a row.
 */

export class PresenceWatch {
  readonly #warn: () => void
  #absences = 0

  constructor(warn: () => void) {
    this.#warn = warn
  }

  /** What was seen: whether a worker lives. */
  saw(alive: boolean): void {
    this.#absences = alive ? 0 : this.#absences + 1
    if (this.#absences === 2) this.#warn()
  }
}
