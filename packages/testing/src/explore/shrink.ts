/**
 * Finds the simplest order that fails, starting from one that does: the fewest choices that differ from the
 * order of the loop, and of those the earliest.
 *
 *   1. delta debugging (Zeller and Hildebrandt, 2002): takes halves, quarters, … of the choices that differ
 *      back to 0, and leaves out parts of the list, as long as the rest still fails
 *   2. tries all orders with fewer such choices, then those with as many: what remains is the least
 *
 * A failure is the same if its error has the same name. The trade-off is the number of runs, so a limit on
 * the steps ends the second part. It counts steps and not time: the result is the same on every machine.
 */

import { type Choices, ListedOrder, type Order } from './order/order.ts'
import type { Runs } from './order/runs.ts'
import { FewestStrategy } from './strategy/fewest.ts'

/** The most steps of all runs, and what a run counts beside its steps. */
const MOST_STEPS = 300_000
const RUN = 50

export interface Shrunk {
  /** The choices that fail, without zeros at the end. */
  readonly choices: readonly number[]
  readonly seed: number
  /** Are there no orders with fewer choices that differ, which fail, too? */
  readonly isLeast: boolean
}

/** The failure to keep. */
export interface Failing {
  readonly choices: readonly number[]
  readonly seed: number
  readonly error: unknown
  /** What a run costs beside its steps: those of promises take real time. */
  readonly cost: number
}

export function* shrink(choices: Choices, failing: Failing): Runs<Shrunk> {
  return yield* new Shrinking(choices, failing).shrink()
}

class Shrinking {
  readonly #choices: Choices
  readonly #failing: Failing
  #left = MOST_STEPS
  #best: readonly number[]
  #seed: number

  constructor(choices: Choices, failing: Failing) {
    this.#choices = choices
    this.#failing = failing
    this.#best = trimmed(failing.choices)
    this.#seed = failing.seed
  }

  *shrink(): Runs<Shrunk> {
    if (yield* this.#fails(new ListedOrder([], 0))) return { choices: [], seed: 0, isLeast: true }
    if (this.#seed !== 0 && (yield* this.#fails(new ListedOrder(this.#best, 0)))) this.#seed = 0
    yield* this.#leaveOut()
    const isLeast = yield* this.#tryFewer()
    return { choices: this.#best, seed: this.#seed, isLeast }
  }

  /** Takes choices back to 0, and leaves choices out, ever smaller parts of them. */
  *#leaveOut(): Runs<void> {
    const kept = MOST_STEPS / 2
    for (let before: readonly number[] | null = null; before !== this.#best && this.#left > kept; ) {
      before = this.#best
      // From the end: what comes late seldom matters.
      for (let size = deviations(this.#best).length; size >= 1; size >>= 1) {
        for (
          let from = deviations(this.#best).length - size;
          from > -size && this.#left > kept;
          from -= size
        ) {
          const candidate = this.#best.slice()
          for (const place of deviations(candidate).slice(Math.max(from, 0), from + size))
            candidate[place] = 0
          yield* this.#attempt(candidate)
        }
      }
      // Without a choice those after it come earlier, as they have to if a task has less to do.
      for (let size = this.#best.length >> 1; size >= 1; size >>= 1) {
        for (let from = this.#best.length - size; from >= 0 && this.#left > kept; from -= size)
          yield* this.#attempt([...this.#best.slice(0, from), ...this.#best.slice(from + size)])
      }
      for (const place of deviations(this.#best)) {
        while ((this.#best[place] ?? 0) > 1 && this.#left > kept) {
          if (!(yield* this.#attempt(this.#best.with(place, (this.#best[place] as number) - 1)))) break
        }
      }
    }
  }

  /**
   * Tries all orders that are simpler. Returns whether there was time for all with fewer choices that differ.
   */
  *#tryFewer(): Runs<boolean> {
    const count = deviations(this.#best).length
    const simpler = new FewestStrategy(count, { seed: this.#seed, inOrder: true })
    for (let order = simpler.next(); order !== null; order = simpler.next()) {
      // Those with as many would only be earlier.
      if (this.#left <= 0) return simpler.bound >= count - 1
      const fails = yield* this.#fails(order)
      if (fails) {
        this.#best = trimmed(simpler.issued)
        return true
      }
      simpler.ran(this.#choices)
    }
    return true
  }

  *#attempt(candidate: readonly number[]): Runs<boolean> {
    if (!isSimpler(candidate, this.#best)) return false
    if (!(yield* this.#fails(new ListedOrder(candidate, this.#seed)))) return false
    this.#best = trimmed(candidate)
    return true
  }

  *#fails(order: Order): Runs<boolean> {
    const { failed, error, steps } = yield { order }
    this.#left -= steps + RUN + this.#failing.cost
    return failed && nameOf(error) === nameOf(this.#failing.error)
  }
}

function trimmed(choices: readonly number[]): readonly number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice > 0) + 1)
}

/** Fewer choices that differ, then fewer choices, then smaller ones. */
function isSimpler(one: readonly number[], other: readonly number[]): boolean {
  const size = (choices: readonly number[]) => [
    deviations(choices).length,
    trimmed(choices).length,
    choices.reduce((sum, choice) => sum + choice, 0),
  ]
  const [ours, theirs] = [size(one), size(other)]
  const at = ours.findIndex((count, index) => count !== theirs[index])
  return at >= 0 && (ours[at] as number) < (theirs[at] as number)
}

function deviations(choices: readonly number[]): number[] {
  return choices.flatMap((choice, at) => (choice > 0 ? [at] : []))
}

function nameOf(error: unknown): unknown {
  try {
    return error instanceof Error ? error.name : typeof error
  } catch {
    return undefined
  }
}
