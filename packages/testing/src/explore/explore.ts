/**
 * Looks for an order of tasks and timers under which a program fails, and for the simplest such order.
 *
 * A race is a bug that needs a certain order. The loop owns the queue and the timers, so it can try them all.
 * A failure leaves a seed, or a short list of choices, that repeats it.
 *
 * Assumption: two runs differ in their order only. Now and then, explore runs one order twice to check that.
 */

import { RuntimeError } from '@acoro/core'
import {
  checkMilliseconds,
  checkOptions,
  describeValue,
  isInLoop,
  type OptionKinds,
} from '@acoro/core/lowlevel'
import { checkCount, checkFunction, checkPositive, checkSeed } from '../base/checks.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { real } from '../virtual/real-time.ts'
import { type Explored, type ExploredAsync, Explorer } from './explorer.ts'
import { failure } from './failure.ts'
import { DEFAULT_LATENESS, type Lateness } from './order/late-timers.ts'
import { ListedOrder } from './order/order.ts'
import { drive, type Runs } from './order/runs.ts'
import { orderOf, WrittenOrder } from './order/written-order.ts'
import { Fingerprint } from './report/fingerprint.ts'
import type { Touches } from './strategy/exhaustive.ts'
import { makeStrategy } from './strategy/strategies.ts'
import type { Strategy, StrategyName } from './strategy/strategy.ts'

/** What may differ between two orders, and the limits of each run. */
export interface OrderOptions extends VirtualLoopOptions {
  /** The most steps of one run; 100,000 by default. A run with more steps fails as one that never ends. */
  stepLimit?: number | undefined
  /** How late a timer may fire, in ms; 20 by default. With 0, each timer fires at its own instant. */
  lateness?: number | undefined
  /**
   * Whether callbacks of timers of one delay may overtake one another; false by default, because platforms
   * fire them in the order in which they were set. Ask for it if a timer stands for something else, such as
   * `setTimeout(answer, 10)` for a request.
   */
  sameDelay?: boolean | undefined
}

export interface ExploreOptions extends OrderOptions {
  /** The most orders to try; 1000 by default. */
  runs?: number | undefined
  /** The most ms of real time to try orders for; no limit by default. */
  time?: number | undefined
  /** The seed of the random orders, an integer; 1 by default, so that a test does the same each time. */
  seed?: number | undefined
  /** How to find orders; 'portfolio' by default, which takes the others by turns. */
  strategy?: StrategyName | undefined
  /**
   * For 'pct': how many ordered events the bug takes; 3 by default. For 'fewest' and 'dfs': how many choices
   * may differ from the order of the loop.
   */
  depth?: number | undefined
  /**
   * For 'dfs': returns what the next step of a task touches, such as `['account 1']`, or undefined for
   * anything. Of orders that differ only in the sequence of steps that touch nothing in common, one is tried.
   */
  touches?: Touches | undefined
  /**
   * The folder for the page of a failure; false: none. By default `node_modules/.cache/acoro`, if there is
   * one.
   */
  page?: string | false | undefined
}

export interface Exploration {
  /** How many orders were tried. */
  readonly runs: number
  /** Whether these are all orders, within `depth` and but for what was not varied. */
  readonly complete: boolean
  /**
   * All orders with at most so many choices that differ from the order of the loop were tried; Infinity: all
   * orders. -1: the strategy does not tell.
   */
  readonly bound: number
  /** What the program could meet, and what was the same in all runs. */
  readonly notVaried: readonly string[]
}

export const ORDER_OPTIONS: OptionKinds = { ...LOOP_OPTIONS, lateness: checkLateness, sameDelay: 'boolean' }

const OPTIONS: OptionKinds = {
  ...ORDER_OPTIONS,
  runs: checkCount,
  time: checkPositive,
  seed: checkSeed,
  strategy: ['portfolio', 'fewest', 'random', 'pct', 'dfs'],
  depth: checkCount,
  touches: 'function',
  page: checkPage,
}

/** One of so many runs is done twice, to check that both are the same. */
const TWICE_EVERY = 100

/**
 * Runs `main` from its beginning under many orders of its ready tasks and of its timers. Throws OrderError at
 * the first order that fails: main throws, deadlocks or exceeds the step limit, or an error reaches the
 * exception handler of the loop. Throws RuntimeError if main does not do the same twice under one order.
 *
 * If `main` is an async function, explore returns a promise. Timers, `Date` and the like are those of the
 * loop then (see `installGlobals`), and a rejection that nobody handles is a failure, too. Reactions of
 * promises keep the order that the language gives them.
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
export function explore(options: ExploreOptions, main: ExploredAsync): Promise<Exploration>
export function explore(options: ExploreOptions, main: Explored): Exploration
export function explore(
  options: ExploreOptions,
  main: Explored | ExploredAsync,
): Exploration | Promise<Exploration> {
  // The options come first, so a call without any is a mistake.
  checkOptions(options ?? null, 'explore()', OPTIONS)
  checkFunction(main, 'the program to explore')
  checkOutside('explore')
  return disposing(new Explorer<unknown>(main, options, latenessOf(options)), (explorer) =>
    drive(explorer, search(explorer, options)),
  )
}

/**
 * Runs `main` once under an order that `explore` reported, a seed or a string, with the same options. Returns
 * its result, or throws its error. If `main` is an async function, replay returns a promise.
 */
export function replay<T>(order: number | string, main: ExploredAsync<T>, options?: OrderOptions): Promise<T>
export function replay<T>(order: number | string, main: Explored<T>, options?: OrderOptions): T
export function replay<T>(
  order: number | string,
  main: Explored<T> | ExploredAsync<T>,
  options: OrderOptions = {},
): T | Promise<T> {
  const found = typeof order === 'number' || typeof order === 'string' ? orderOf(order) : null
  if (found === null) {
    throw new TypeError(
      `Expected an order as explore() reports it, a string, or the seed of a random one, got ${describeValue(order)}`,
    )
  }
  checkFunction(main, 'the program to replay')
  checkOptions(options, 'replay()', ORDER_OPTIONS)
  checkOutside('replay')
  return disposing(new Explorer<T>(main, options, latenessOf(options)), (explorer) =>
    drive(
      explorer,
      (function* (): Runs<T, T> {
        const outcome = yield { order: found }
        const misfit = found instanceof WrittenOrder ? found.misfit() : null
        if (misfit !== null) throw misfit
        if (outcome.failed) throw outcome.error
        return outcome.value as T
      })(),
    ),
  )
}

export function latenessOf({ lateness, sameDelay }: OrderOptions): Lateness {
  return {
    lateness: lateness ?? DEFAULT_LATENESS.lateness,
    sameDelay: sameDelay ?? DEFAULT_LATENESS.sameDelay,
  }
}

function* search(explorer: Explorer<unknown>, options: ExploreOptions): Runs<Exploration> {
  const { runs = 1000, seed = 1, strategy: by = 'portfolio', depth, touches, time } = options
  const strategy = makeStrategy(by, { seed, depth, touches })
  const until = time === undefined ? Infinity : real.now() + time
  let run = 0
  while (run < runs && !(run > 0 && until < Infinity && real.now() >= until)) {
    const order = strategy.next()
    if (order === null) break
    run++
    const { failed, error, steps } = yield { order }
    if (failed || run % TWICE_EVERY === 1) {
      const made = { choices: [...explorer.choices.made], seed: order.seed }
      if (!failed) strategy.ran(explorer.choices)
      yield* checkDeterminism(made)
      if (failed) throw yield* failure(explorer, options, { ...made, run, runs, error, steps })
    } else strategy.ran(explorer.choices)
  }
  return {
    runs: run,
    complete: strategy.done,
    bound: strategy.bound,
    notVaried: notVaried(explorer, strategy),
  }
}

function notVaried(explorer: Explorer<unknown>, strategy: Strategy): string[] {
  const kept = explorer.notVaried
  if (explorer.choices.everDrew && strategy.done) kept.push('random numbers')
  const { bound } = strategy
  if (strategy.done && bound < Infinity) kept.push(`orders that differ in more than ${bound} choices (depth)`)
  return kept
}

function* checkDeterminism({ choices, seed }: { choices: readonly number[]; seed: number }): Runs<void> {
  const prints: Fingerprint[] = []
  for (let time = 0; time < 2; time++) {
    const watch = (loop: ConstructorParameters<typeof Fingerprint>[0]) => {
      const print = new Fingerprint(loop)
      prints.push(print)
      return print
    }
    yield { order: new ListedOrder(choices, seed), watch }
  }
  const [first, second] = prints as [Fingerprint, Fingerprint]
  const divergence = first.divergence(second)
  if (divergence === null) return
  throw new RuntimeError(
    `The program is not the same twice under one order: ${divergence}. ` +
      'Take real time, random numbers from elsewhere than Math.random and crypto, and what is left from the ' +
      'run before out of it',
  )
}

/** A loop that runs would stop while another one is explored. */
function checkOutside(what: string): void {
  if (!isInLoop()) return
  throw new RuntimeError(
    `${what}() cannot be called while a loop runs, as in run() or in another ${what}(): ` +
      'it runs the program on loops of its own. Call it from the test itself',
  )
}

/** Disposes `resource` when `use` has returned, or what it returns has settled. */
function disposing<D extends Disposable, R>(
  resource: D,
  use: (resource: D) => R | Promise<R>,
): R | Promise<R> {
  let result: R | Promise<R> | undefined
  try {
    result = use(resource)
    return result instanceof Promise ? result.finally(() => resource[Symbol.dispose]()) : result
  } finally {
    if (!(result instanceof Promise)) resource[Symbol.dispose]()
  }
}

function checkLateness(value: unknown, what: string): void {
  checkMilliseconds(value, what)
  if (value < 0) throw new RangeError(`Expected ${what} to be 0 ms or more, got ${value}`)
}

function checkPage(value: unknown, what: string): void {
  if (value !== false && (typeof value !== 'string' || value === ''))
    throw new TypeError(`Expected ${what} to be the path of a folder, or false, got ${describeValue(value)}`)
}
