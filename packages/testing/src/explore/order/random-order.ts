/**
 * Orders by chance.
 *
 *   random  any of the candidates each time: finds most races soon
 *   pct     random priorities that change at d - 1 random moments: finds a bug of d ordered events with a
 *           known probability, at least 1 / (n * k^(d-1)) a run for n tasks and k choices
 *           (Burckhardt et al., ASPLOS 2010)
 *
 * PCT is made fair: a task that keeps running while others wait loses its priority. Else a task that spins,
 * such as `while (!ready) yield* sleep(0)`, would keep the others from ever running.
 *
 * Faults and cancels are rare in some runs and frequent in others: their chance is drawn once a run.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import { RandomSource } from '../../base/random-source.ts'
import { isTask, type Kind, type Order } from './order.ts'

/** A task that was picked so many times in a row loses its priority. */
const PATIENCE = 20

/** What happens rarely, with a chance that differs from run to run. */
class Rare {
  readonly #random: RandomSource
  #chance: number | undefined

  constructor(random: RandomSource) {
    this.#random = random
  }

  draw(count: number, chance: number | null): number {
    this.#chance ??= [0.5, 0.125, 0.03, 0.008][this.#random.below(4)] as number
    if (this.#random.next() >= (chance ?? this.#chance)) return 0
    return 1 + this.#random.below(count - 1)
  }
}

export class RandomOrder implements Order {
  readonly seed: number
  readonly #random: RandomSource
  #rare: Rare | undefined

  constructor(seed: number) {
    this.seed = seed
    this.#random = new RandomSource(seed)
  }

  pick(candidates: readonly Runnable[]): number {
    return this.#random.below(candidates.length)
  }

  draw(_kind: Kind, count: number, chance: number | null): number {
    this.#rare ??= new Rare(this.#random)
    return this.#rare.draw(count, chance)
  }
}

/** All callbacks have one priority. */
const CALLBACKS = {}

export class PctOrder implements Order {
  readonly seed: number
  readonly #random: RandomSource
  readonly #priorities = new Map<object, number>()
  readonly #changes: Set<number>
  #rare: Rare | undefined
  #at = 0
  #lowest = 0
  /** What was picked last, and how many times in a row. */
  #last: object | null = null
  #inRow = 0

  /** `length` is the expected number of choices. The priorities change at random moments among them. */
  constructor(seed: number, depth: number, length: number) {
    this.seed = seed
    const random = new RandomSource(seed)
    this.#random = random
    this.#changes = new Set(Array.from({ length: depth - 1 }, () => random.below(length)))
  }

  pick(candidates: readonly Runnable[], kind: Kind): number {
    let best = 0
    let highest = -Infinity
    for (let index = 0; index < candidates.length; index++) {
      const priority = this.#priority(keyOf(candidates[index] as Runnable, kind))
      if (priority <= highest) continue
      best = index
      highest = priority
    }
    const picked = keyOf(candidates[best] as Runnable, kind)
    if (picked !== this.#last) {
      this.#last = picked
      this.#inRow = 0
    }
    if (this.#changes.has(this.#at++) || ++this.#inRow >= PATIENCE) {
      this.#priorities.set(picked, --this.#lowest)
      this.#inRow = 0
    }
    return best
  }

  draw(_kind: Kind, count: number, chance: number | null): number {
    this.#rare ??= new Rare(this.#random)
    return this.#rare.draw(count, chance)
  }

  #priority(key: object): number {
    const known = this.#priorities.get(key)
    if (known !== undefined) return known
    const priority = 1 + this.#random.below(2 ** 30)
    this.#priorities.set(key, priority)
    return priority
  }
}

function keyOf(runnable: Runnable, kind: Kind): object {
  return kind === 'task' && !isTask(runnable) ? CALLBACKS : runnable
}
