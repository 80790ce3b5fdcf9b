/**
 * Looks for an order of tasks under which a program fails, and for the simplest such order.
 *
 * A race is a bug that needs an order the tests never had. The loop owns the queue, so it can have them all: what a
 * failure leaves behind is a number, or a short list of choices, that makes it again. Assumption: the order is the
 * only thing that differs between two runs; that is checked now and then by running one twice.
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
  /** How many orders to try at most; 1000 unless given. */
  runs?: number | undefined
  /** What the random orders follow from, a whole number; 1 unless given, so that a test is the same each time. */
  seed?: number | undefined
  /** 'random' unless given. */
  strategy?: StrategyName | undefined
  /** For 'pct': how many ordered events the bug takes, 3 unless given. For 'dfs': how many choices may differ from the loop's own. */
  depth?: number | undefined
}

export interface Exploration {
  /** How many orders were tried. */
  readonly runs: number
  /** Were these all there are, within `depth`? Only 'dfs' knows. */
  readonly complete: boolean
}

const OPTIONS: OptionKinds = {
  ...LOOP_OPTIONS,
  runs: checkCount,
  seed: checkSeed,
  strategy: ['random', 'pct', 'dfs'],
  depth: checkCount,
}

/** One run in so many is done twice, to see whether it is the same. */
const TWICE_EVERY = 100

/**
 * Runs `main`, from its beginning each time, under many orders of its ready tasks. Throws OrderError at the first that
 * fails: main throws, deadlocks, exceeds the step limit, or an error reaches the loop's exception handler.
 * RuntimeError where main is not the same twice under one order.
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
  // Without options, JavaScript hands over null or undefined, or the program: all of them are told.
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
 * Runs `main` once under the order that `explore` reported, a seed or a string, and gives its result or throws its error.
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
