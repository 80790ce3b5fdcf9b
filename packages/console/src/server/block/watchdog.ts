/**
 * Notices that the program's thread runs one step and nothing else, while it does so.
 *
 * The thread writes the number of its task and a count of steps into shared memory. If the same step is under
 * way for too long, it is a block. Code outside of tasks writes nothing; it is noticed if an answer is
 * overdue.
 *
 * Not every standstill is a block. If this worker's own clock jumped, the whole process was stopped, and time
 * counts anew. A debugger that holds the program is told by `StackProbe`.
 */

import { STEPS, TASK } from '../../link/cells.ts'

/** How often it looks, in ms. */
export const LOOK_EVERY = 50
/** A look that comes so much later, in ms, says that the process was stopped, or the machine has no time. */
const JUMP = 500

/** One step that lasts. */
export interface Standstill {
  /** By the clock of the worker. */
  readonly from: number
  /** The task's number; 0 for code outside of tasks. */
  readonly task: number
}

export class Watchdog {
  readonly #cells: Int32Array
  readonly #after: number
  readonly #dueSince: () => number | null
  #steps = 0
  #task = 0
  #since: number
  #lookedAt: number
  /** The block that lasts now. */
  now: Standstill | null = null

  /** `after`: from how many ms on it is a block. `dueSince`: since when the program owes an answer. */
  constructor(cells: Int32Array, after: number, dueSince: () => number | null, at: number) {
    this.#cells = cells
    this.#after = after
    this.#dueSince = dueSince
    this.#since = at
    this.#lookedAt = at
  }

  /** Looks at the cells. Returns what began or ended since the last look. */
  look(at: number): {
    readonly began?: Standstill
    readonly ended?: Standstill & { readonly until: number }
  } {
    const jumped = at - this.#lookedAt > JUMP + LOOK_EVERY
    this.#lookedAt = at
    const task = this.#cells[TASK] as number
    const steps = this.#cells[STEPS] as number
    const moved = steps !== this.#steps || task !== this.#task
    this.#steps = steps
    this.#task = task
    if (moved || (jumped && this.now === null)) this.#since = at
    const standstill = this.#standstill(at, moved, jumped)
    const before = this.now
    if (before !== null && (standstill === null || standstill.from !== before.from)) {
      this.now = standstill
      return { ended: { ...before, until: at }, ...(standstill !== null && { began: standstill }) }
    }
    if (before !== null || standstill === null) return {}
    this.now = standstill
    return { began: standstill }
  }

  #standstill(at: number, moved: boolean, jumped: boolean): Standstill | null {
    if (moved || (jumped && this.now === null)) return null
    if (this.#task !== 0) {
      const from = this.#since
      return at - from >= this.#after ? { from, task: this.#task } : null
    }
    const due = this.#dueSince()
    if (due === null) return null
    const from = Math.max(due, this.#since)
    return at - from >= this.#after ? { from: this.now?.task === 0 ? this.now.from : from, task: 0 } : null
  }
}
