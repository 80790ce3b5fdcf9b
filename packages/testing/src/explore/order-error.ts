/**
 * What `explore` throws: the order that failed, in full, by name, and at its simplest, so that a race found once in a
 * thousand runs fails every time from then on.
 */

import { describeError } from '../base/text.ts'

/** How many steps of the simplest order are shown. */
const MOST_SHOWN = 30

export interface OrderFailure {
  readonly run: number
  readonly runs: number
  readonly order: number | string
  readonly choices: readonly number[]
  readonly simplest: string
  readonly trace: readonly string[]
  readonly cause: unknown
}

export class OrderError extends Error {
  static {
    Object.defineProperty(OrderError.prototype, 'name', {
      value: 'OrderError',
      configurable: true,
      writable: true,
    })
  }
  /** For `replay`: the order that failed, a seed with the strategy 'random'. */
  readonly order: number | string
  /** What was chosen in that run: indexes among the ready tasks. */
  readonly choices: readonly number[]
  /** For `replay`: the simplest order found that fails, too. */
  readonly simplest: string
  /** What that one does, step by step. */
  readonly trace: readonly string[]

  /** @internal */
  constructor({ run, runs, order, choices, simplest, trace, cause }: OrderFailure) {
    const shown = trace.slice(0, MOST_SHOWN).map((line) => `  ${line}`)
    if (trace.length > shown.length) shown.push(`  … and ${trace.length - shown.length} steps more`)
    super(
      `Failed in run ${run} of ${runs}: ${describeError(cause)}\n` +
        `The same again: replay(${show(order)}, main). The simplest order found: replay(${show(simplest)}, main), which goes\n` +
        shown.join('\n'),
      { cause },
    )
    this.order = order
    this.choices = choices
    this.simplest = simplest
    this.trace = trace
  }
}

function show(order: number | string): string {
  return typeof order === 'number' ? String(order) : `'${order}'`
}
