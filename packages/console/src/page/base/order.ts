/**
 * Rows that jump make people cancel the wrong task. So the order of the rows of a list is kept while the
 * pointer or the focus is on it. Otherwise it changes at most every 2 s. What a row says may change at any
 * time; rows of things that are gone stay, marked, until the order may change.
 */

/** How often the order may change by itself, in ms. */
const PERIOD = 2000

export class KeptOrder<Row> {
  readonly #key: (row: Row) => string
  #rows: readonly Row[] = []
  #changed = Number.NEGATIVE_INFINITY
  #question = ''

  constructor(key: (row: Row) => string) {
    this.#key = key
  }

  /**
   * The rows to show for `fresh`, the rows in the order they should have. `question` names filters and sort:
   * if the user changed them, the order is new at once. `held` says that the pointer or the focus is on the
   * list.
   */
  next(fresh: readonly Row[], { now, held, question }: KeptOptions): Kept<Row> {
    const asked = question !== this.#question
    if (asked || this.#rows.length === 0 || (!held && now - this.#changed >= PERIOD)) {
      this.#question = question
      return this.#take(fresh, now)
    }
    const byKey = new Map(fresh.map((row) => [this.#key(row), row]))
    const gone = new Set<string>()
    const rows = this.#rows.map((row) => {
      const key = this.#key(row)
      const current = byKey.get(key)
      if (current === undefined) gone.add(key)
      byKey.delete(key)
      return current ?? row
    })
    const moved =
      gone.size + byKey.size > 0 || rows.some((row, at) => this.#key(row) !== this.#key(fresh[at]!))
    this.#rows = rows
    return { rows, gone, added: byKey.size, moved }
  }

  /** The user asks for the order of now. */
  release(): void {
    this.#rows = []
  }

  #take(fresh: readonly Row[], now: number): Kept<Row> {
    this.#rows = fresh
    this.#changed = now
    return { rows: fresh, gone: new Set(), added: 0, moved: false }
  }
}

export interface KeptOptions {
  /** A monotonic time in ms. */
  now: number
  held: boolean
  question: string
}

export interface Kept<Row> {
  rows: readonly Row[]
  /** The keys of rows that are no longer there. */
  gone: ReadonlySet<string>
  /** How many rows are not shown yet. */
  added: number
  /** The order shown is not that of now. */
  moved: boolean
}
