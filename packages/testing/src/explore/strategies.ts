/**
 * Strategies, which find orders to try.
 *
 *   random  any of the ready tasks each time: finds most races soon
 *   pct     random priorities that change at d - 1 random moments: finds a bug of d ordered events with a
 *           known probability, at least 1 / (n * k^(d-1)) a run for n tasks and k choices
 *           (Burckhardt et al., ASPLOS 2010)
 *   dfs     all orders with at most so many choices that differ from the loop's, one after the other
 *
 * The name of an order is enough to make the order again.
 */

import type { Runnable } from '@acoro/core/lowlevel'
import { RandomSource } from '../base/random-source.ts'
import { type Choices, ListedOrder, type Order } from './order.ts'

export type StrategyName = 'random' | 'pct' | 'dfs'

/** Makes the order of each run. */
export interface Strategy {
  /** Returns null if there are no more orders. */
  next(): NamedOrder | null
  /** Called after the run that had the last order. */
  ran(choices: Choices): void
}

export interface NamedOrder {
  readonly order: Order
  /** The order as `replay` takes it: a seed or a string. */
  readonly name: number | string
}

export class RandomOrder implements Order {
  readonly #random: RandomSource

  constructor(seed: number) {
    this.#random = new RandomSource(seed)
  }

  pick(candidates: readonly Runnable[]): number {
    return this.#random.below(candidates.length)
  }
}

export class PctOrder implements Order {
  readonly #random: RandomSource
  readonly #priorities = new Map<Runnable, number>()
  readonly #changes: Set<number>
  #at = 0
  #lowest = 0

  /** `length` is the expected number of choices. The priorities change at random moments among them. */
  constructor(seed: number, depth: number, length: number) {
    const random = new RandomSource(seed)
    this.#random = random
    this.#changes = new Set(Array.from({ length: depth - 1 }, () => random.below(length)))
  }

  pick(candidates: readonly Runnable[]): number {
    let best = 0
    for (let index = 1; index < candidates.length; index++) {
      if (this.#priority(candidates[index] as Runnable) > this.#priority(candidates[best] as Runnable))
        best = index
    }
    if (this.#changes.has(this.#at++)) this.#priorities.set(candidates[best] as Runnable, --this.#lowest)
    return best
  }

  #priority(task: Runnable): number {
    const known = this.#priorities.get(task)
    if (known !== undefined) return known
    const priority = 1 + this.#random.below(2 ** 30)
    this.#priorities.set(task, priority)
    return priority
  }
}

class RandomStrategy implements Strategy {
  #seed: number

  constructor(seed: number) {
    this.#seed = seed
  }

  next(): NamedOrder {
    const name = this.#seed++
    return { order: new RandomOrder(name), name }
  }

  ran(): void {}
}

class PctStrategy implements Strategy {
  #seed: number
  readonly #depth: number
  #length = 1

  constructor(seed: number, depth: number) {
    this.#seed = seed
    this.#depth = depth
  }

  next(): NamedOrder {
    const seed = this.#seed++
    return {
      order: new PctOrder(seed, this.#depth, this.#length),
      name: `pct:${seed}:${this.#depth}:${this.#length}`,
    }
  }

  ran(choices: Choices): void {
    this.#length = Math.max(this.#length, choices.made.length)
  }
}

class DepthFirstStrategy implements Strategy {
  readonly #most: number
  #next: number[] | null = []

  constructor(most: number) {
    this.#most = most
  }

  next(): NamedOrder | null {
    const choices = this.#next
    return choices === null ? null : { order: new ListedOrder(choices), name: nameOf(choices) }
  }

  /** The next order raises the last choice that can be raised, and keeps the choices before it. */
  ran({ made, among }: Choices): void {
    for (let at = made.length - 1; at >= 0; at--) {
      const raised = (made[at] as number) + 1
      if (raised >= (among[at] as number)) continue
      const choices = [...made.slice(0, at), raised]
      if (choices.filter((choice) => choice > 0).length > this.#most) continue
      this.#next = choices
      return
    }
    this.#next = null
  }
}

export function makeStrategy(name: StrategyName, seed: number, depth: number | undefined): Strategy {
  if (name === 'random') return new RandomStrategy(seed)
  return name === 'pct' ? new PctStrategy(seed, depth ?? 3) : new DepthFirstStrategy(depth ?? Infinity)
}

/** The choices as `replay` takes them: `'0.2.1'`. Zeros at the end are left out. */
export function nameOf(choices: readonly number[]): string {
  return choices.slice(0, choices.findLastIndex((choice) => choice > 0) + 1).join('.')
}

/** The order with that name; null if it is not a name of an order. */
export function orderOf(name: number | string): Order | null {
  if (typeof name === 'number') return Number.isSafeInteger(name) ? new RandomOrder(name) : null
  const pct = /^pct:(-?\d+):(\d+):(\d+)$/.exec(name)
  if (pct !== null) return new PctOrder(Number(pct[1]), Number(pct[2]), Number(pct[3]))
  return /^(\d+(\.\d+)*)?$/.test(name)
    ? new ListedOrder(name === '' ? [] : name.split('.').map(Number))
    : null
}
