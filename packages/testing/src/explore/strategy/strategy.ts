/** What finds orders to try; the strategies themselves are listed in strategies.ts. */

import type { Choices, Order } from '../order/order.ts'

export type StrategyName = 'portfolio' | 'fewest' | 'random' | 'pct' | 'dfs'

/** Makes the order of each run. */
export interface Strategy {
  /** All orders with at most so many choices that differ from the loop's were tried; -1: unknown. */
  readonly bound: number
  /** Were all orders tried that there are, within the bound that was asked for? */
  readonly done: boolean
  /** Returns null if there are no more orders. */
  next(): Order | null
  /** Called after the run that had the last order. */
  ran(choices: Choices): void
}
