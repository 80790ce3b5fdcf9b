/**
 * A limit on retries that many calls share.
 *
 * When a server is down, every caller retries, and the retries multiply its load just when it recovers. A
 * budget holds tokens. A retry takes one, a call that succeeds gives a fraction of one back. So in the long
 * run retries are a small share of the calls, and in an outage they end after `maxTokens`.
 */

import { checkOptions } from '@acoro/core/lowlevel'
import { numberIn } from '../base/check.ts'

export interface RetryBudgetOptions {
  /** The tokens at the beginning, and the most there can be; 10 by default. */
  maxTokens?: number | undefined
  /** The fraction of a token that a call which succeeds gives back; 0.1 by default. */
  refund?: number | undefined
}

/** Adding 0.1 ten times is not 1. */
const exact = (tokens: number): number => Math.round(tokens * 1e9) / 1e9

/**
 * Retries that calls of one service share: `retry(body, { budget })`. Like gRPC's retry throttling.
 *
 * @example
 * ```ts
 * const budget = new RetryBudget({ maxTokens: 2 })
 * const down = function* () {
 *   yield* sleep(1)
 *   throw new Error('down')
 * }
 * const calls: string[] = []
 * yield* gather([1, 2].map(function* () {
 *   try {
 *     yield* retry(down, { attempts: 3, delay: 10, budget })
 *   } catch (error) {
 *     throwIfCancelled(error)
 *     calls.push((error as RetryError).reason)
 *   }
 * }))
 * calls // => ['budget', 'budget']
 * budget.tokens // => 0
 * ```
 */
export class RetryBudget {
  readonly maxTokens: number
  readonly refund: number
  #tokens: number

  constructor(options?: RetryBudgetOptions) {
    checkOptions(options, 'RetryBudget()', {
      maxTokens: numberIn(1, Infinity),
      refund: numberIn(0, Infinity),
    })
    this.maxTokens = options?.maxTokens ?? 10
    this.refund = options?.refund ?? 0.1
    this.#tokens = this.maxTokens
  }

  /** The tokens that are left. */
  get tokens(): number {
    return this.#tokens
  }

  /** Takes a token for a retry. Returns false if there is not a whole one. */
  tryTake(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens = exact(this.#tokens - 1)
    return true
  }

  /** Gives back a token whose retry was not made. */
  giveBack(): void {
    this.#tokens = Math.min(this.maxTokens, exact(this.#tokens + 1))
  }

  /** A call has succeeded. */
  succeeded(): void {
    this.#tokens = Math.min(this.maxTokens, exact(this.#tokens + this.refund))
  }

  toString(): string {
    return `<RetryBudget [${this.#tokens} of ${this.maxTokens} tokens]>`
  }
}
