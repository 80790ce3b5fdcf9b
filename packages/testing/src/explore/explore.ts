/**
 * Looks for an order of tasks under which a program fails, and for the simplest such order.
 *
 * A race is a bug that needs a certain order of tasks. The loop owns the queue, so it can try them all. A
 * failure leaves a seed, or a short list of choices, that repeats it.
 *
 * Assumption: two runs differ in their order only. Now and then, explore runs one order twice to check that.
 */

import { RuntimeError } from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkCount, checkFunction, checkSeed } from '../base/checks.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/virtual-loop.ts'
import { type Explored, Explorer } from './explorer.ts'
import { ListedOrder } from './order.ts'
import { OrderError } from './order-error.ts'
import { simplify } from './simplify.ts'
import { makeStrategy, nameOf, orderOf, type StrategyName } from './strategies.ts'

export interface ExploreOptions extends VirtualLoopOptions {
  /** The most orders to try; 1000 by default. */
  runs?: number | undefined
  /** The seed of the random orders, an integer; 1 by default, so that a test does the same each time. */
  seed?: number | undefined
  /** How to find orders; 'random' by default. */
  strategy?: StrategyName | undefined
  /**
   * For 'pct': how many ordered events the bug takes; 3 by default. For 'dfs': how many choices may differ
   * from the order of the loop.
   */
  depth?: number | undefined
}

export interface Exploration {
  /** How many orders were tried. */
  readonly runs: number
  /** Whether these are all orders within `depth`. Only 'dfs' can tell. */
  readonly complete: boolean
}

const OPTIONS: OptionKinds = {
  ...LOOP_OPTIONS,
  runs: checkCount,
  seed: checkSeed,
  strategy: ['random', 'pct', 'dfs'],
  depth: checkCount,
}

/** One of so many runs is done twice, to check that both are the same. */
const TWICE_EVERY = 100

/**
 * Runs `main` from its beginning under many orders of its ready tasks. Throws OrderError at the first order
 * that fails: main throws, deadlocks or exceeds the step limit, or an error reaches the exception handler of
 * the loop. Throws RuntimeError if main does not do the same twice under one order.
 *
 * @example
 * ```ts
 * import { gather, sleep } from '@acoro/core'
 *
 * const main = function* () {
 *   let balance = 0
 *   const deposit = function* (amount: number) {
 *     const before = balance
 *     yield* sleep(0)
 *     balance = before + amount
 *   }
 *   yield* gather(deposit(10), deposit(20))
 *   if (balance !== 30) throw new Error(`lost an update: ${balance}`)
 * }
 * explore({ runs: 100 }, main) // throws OrderError: … lost an update: …
 * replay('', main) // throws Error: lost an update: 20
 * ```
 */
export function explore(options: ExploreOptions, main: Explored): Exploration {
  // The options come first, so a call without any is a mistake.
  checkOptions(options ?? null, 'explore()', OPTIONS)
  checkFunction(main, 'the program to explore')
  const { runs = 1000, seed = 1, strategy: name = 'random', depth } = options
  using explorer = new Explorer(main, options)
  const strategy = makeStrategy(name, seed, depth)
  for (let run = 1; run <= runs; run++) {
    const named = strategy.next()
    if (named === null) return { runs: run - 1, complete: true }
    const outcome = explorer.run(named.order)
    if (outcome.failed) throw failure(explorer, { run, runs, name: named.name, error: outcome.error })
    strategy.ran(explorer.choices)
    if (run % TWICE_EVERY === 1) checkDeterminism(explorer, named.name)
  }
  return { runs, complete: strategy.next() === null }
}

/**
 * Runs `main` once under an order that `explore` reported, a seed or a string. Returns its result, or throws
 * its error.
 */
export function replay<T>(order: number | string, main: Explored<T>, options: VirtualLoopOptions = {}): T {
  const found = typeof order === 'number' || typeof order === 'string' ? orderOf(order) : null
  if (found === null) {
    throw new TypeError(
      `Expected an order as explore() reports it, a seed or a string, got ${describeValue(order)}`,
    )
  }
  checkFunction(main, 'the program to replay')
  checkOptions(options, 'replay()', LOOP_OPTIONS)
  using explorer = new Explorer(main, options)
  const outcome = explorer.run(found)
  if (outcome.failed) throw outcome.error
  return outcome.value as T
}

function checkDeterminism(explorer: Explorer<unknown>, name: number | string): void {
  const first = explorer.trace(again(name))
  const second = explorer.trace(again(name))
  const divergence = first.trace.divergence(second.trace)
  if (divergence === null) return
  throw new RuntimeError(
    `The program is not the same twice under one order (${JSON.stringify(name)}): ${divergence}. ` +
      'Take random numbers, real time and what is left from the run before out of it',
  )
}

function failure(
  explorer: Explorer<unknown>,
  { run, runs, name, error }: { run: number; runs: number; name: number | string; error: unknown },
): Error {
  const choices = [...explorer.choices.made]
  checkDeterminism(explorer, name)
  const simplest = simplify(explorer, choices)
  const { trace } = explorer.trace(new ListedOrder(simplest))
  return new OrderError({
    run,
    runs,
    order: name,
    choices,
    simplest: nameOf(simplest),
    trace: trace.lines,
    cause: error,
  })
}

function again(name: number | string): NonNullable<ReturnType<typeof orderOf>> {
  return orderOf(name) as NonNullable<ReturnType<typeof orderOf>>
}
