/**
 * Strategies, which find orders to try.
 *
 *   fewest     the order of the loop, then all orders that differ from it in one choice, then in two, …: finds
 *              what is simple at once, and knows when it has tried all
 *   random, pct   see order/random-order.ts
 *   dfs        all orders, one after the other; of orders that differ only in the sequence of independent
 *              steps, one (exhaustive.ts)
 *   portfolio  fewest, random and pct by turns: no single one is good at every bug
 */

import type { Choices, Order } from '../order/order.ts'
import { PctOrder, RandomOrder } from '../order/random-order.ts'
import { ExhaustiveStrategy, type Touches } from './exhaustive.ts'
import { FewestStrategy } from './fewest.ts'
import type { Strategy, StrategyName } from './strategy.ts'

class RandomStrategy implements Strategy {
  readonly bound = -1
  readonly done = false
  #seed: number

  constructor(seed: number) {
    this.#seed = seed
  }

  next(): Order {
    return new RandomOrder(this.#seed++)
  }

  ran(): void {}
}

class PctStrategy implements Strategy {
  readonly bound = -1
  readonly done = false
  #seed: number
  readonly #depth: number
  #length = 1

  constructor(seed: number, depth: number) {
    this.#seed = seed
    this.#depth = depth
  }

  next(): Order {
    return new PctOrder(this.#seed++, this.#depth, this.#length)
  }

  ran(choices: Choices): void {
    this.#length = Math.max(this.#length, choices.made.length)
  }
}

/**
 * Strategies by turns, until the first of them has tried all orders. If the program draws random numbers, the
 * others go on: the numbers differ with the seeds.
 */
class Portfolio implements Strategy {
  readonly #first: Strategy
  readonly #others: readonly Strategy[]
  #turn = 0
  #current: Strategy
  #drew = false

  constructor(first: Strategy, ...others: Strategy[]) {
    this.#first = first
    this.#others = others
    this.#current = first
  }

  get bound(): number {
    return this.#first.bound
  }

  get done(): boolean {
    return this.#first.done && !this.#drew
  }

  next(): Order | null {
    if (this.done) return null
    const turn = this.#turn++ % (this.#others.length + 1)
    this.#current = turn === 0 ? this.#first : (this.#others[turn - 1] as Strategy)
    return this.#current.next() ?? this.next()
  }

  ran(choices: Choices): void {
    if (choices.drew) this.#drew = true
    this.#current.ran(choices)
  }
}

export interface StrategyOptions {
  readonly seed: number
  readonly depth: number | undefined
  readonly touches: Touches | undefined
}

export function makeStrategy(name: StrategyName, { seed, depth, touches }: StrategyOptions): Strategy {
  switch (name) {
    case 'random':
      return new RandomStrategy(seed)
    case 'pct':
      return new PctStrategy(seed, depth ?? 3)
    case 'fewest':
      return new FewestStrategy(depth ?? Infinity)
    case 'dfs':
      return depth === undefined ? new ExhaustiveStrategy(touches) : new FewestStrategy(depth)
    case 'portfolio':
      return new Portfolio(
        new FewestStrategy(Infinity),
        new RandomStrategy(seed),
        new PctStrategy(seed, depth ?? 3),
      )
  }
}
