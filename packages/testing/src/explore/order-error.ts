/**
 * The error of `explore`. It holds the order that failed: its name, its choices, and the simplest order found
 * that fails, too. So a race found once in a thousand runs can be repeated every time.
 */

import { describeError } from '../base/text.ts'

/** How many steps of the simplest order the message shows. */
const MOST_SHOWN = 30

export interface OrderFailure {
  readonly run: number
  readonly runs: number
  readonly order: number | string
  readonly choices: readonly number[]
  readonly simplest: string
  /** The options for `replay`, as code. */
  readonly options: string
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
  /** The order that failed, for `replay`. With the strategy 'random' it is a seed. */
  readonly order: number | string
  /** The choices of that run, as indexes among the ready tasks. */
  readonly choices: readonly number[]
  /** The simplest order found that fails, too, for `replay`. */
  readonly simplest: string
  /** What the program does under the simplest order, step by step. */
  readonly trace: readonly string[]

  /** @internal */
  constructor({ run, runs, order, choices, simplest, options, trace, cause }: OrderFailure) {
    const shown = trace.slice(0, MOST_SHOWN).map((line) => `  ${line}`)
    if (trace.length > shown.length) shown.push(`  … and ${trace.length - shown.length} steps more`)
    super(
      `Failed in run ${run} of ${runs}: ${describeError(cause)}\n` +
        `The same again: replay(${show(order)}, main${options}). The simplest order found: replay(${show(simplest)}, main${options}), which goes\n` +
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
