/**
 * Looks for an order of tasks and timers under which a program fails, and for the simplest such order.
 *
 * A race is a bug that needs a certain order. The loop owns the queue and the timers, so it can try them all.
 * A failure leaves a seed, or a short list of choices, that repeats it.
 *
 * Assumption: two runs differ in their order only. Now and then, explore runs one order twice to check that.
 */

import { RuntimeError } from '@acoro/core'
import { checkMilliseconds, checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkCount, checkFunction, checkSeed } from '../base/checks.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { type Explored, type ExploredAsync, Explorer } from './explorer.ts'
import { DEFAULT_LATENESS, type Lateness } from './late-timers.ts'
import { ListedOrder } from './order.ts'
import { OrderError } from './order-error.ts'
import { drive, type Runs } from './runs.ts'
import { simplify } from './simplify.ts'
import { makeStrategy, nameOf, orderOf, type StrategyName } from './strategies.ts'
import type { Trace } from './trace.ts'

/** What may differ between two orders, and the limits of each run. */
export interface OrderOptions extends VirtualLoopOptions {
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
  /** Whether these are all orders, within `depth` and but for what was not varied. Only 'dfs' can tell. */
  readonly complete: boolean
  /** What the program could meet, and what was the same in all runs. */
  readonly notVaried: readonly string[]
}

export const ORDER_OPTIONS: OptionKinds = { ...LOOP_OPTIONS, lateness: checkLateness, sameDelay: 'boolean' }

const OPTIONS: OptionKinds = {
  ...ORDER_OPTIONS,
  runs: checkCount,
  seed: checkSeed,
  strategy: ['random', 'pct', 'dfs'],
  depth: checkCount,
}

/** One of so many runs is done twice, to check that both are the same. */
const TWICE_EVERY = 100

/**
 * Runs `main` from its beginning under many orders of its ready tasks and of its timers. Throws OrderError at
 * the first order that fails: main throws, deadlocks or exceeds the step limit, or an error reaches the
 * exception handler of the loop. Throws RuntimeError if main does not do the same twice under one order.
 *
 * If `main` is an async function, explore returns a promise. Timers, `Date` and the like are those of the loop
 * then (see `installGlobals`), and a rejection that nobody handles is a failure, too. Reactions of promises
 * keep the order that the language gives them.
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
      `Expected an order as explore() reports it, a seed or a string, got ${describeValue(order)}`,
    )
  }
  checkFunction(main, 'the program to replay')
  checkOptions(options, 'replay()', ORDER_OPTIONS)
  return disposing(new Explorer<T>(main, options, latenessOf(options)), (explorer) =>
    drive(
      explorer,
      (function* (): Runs<T, T> {
        const outcome = yield { order: found, traced: false }
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
  const { runs = 1000, seed = 1, strategy: by = 'random', depth } = options
  const strategy = makeStrategy(by, seed, depth)
  let run = 0
  for (let named = strategy.next(); named !== null && run < runs; named = strategy.next()) {
    run++
    const outcome = yield { order: named.order, traced: false }
    if (outcome.failed)
      throw yield* failure(explorer, options, { run, runs, name: named.name, error: outcome.error })
    strategy.ran(explorer.choices)
    if (run % TWICE_EVERY === 1) yield* checkDeterminism(named.name)
  }
  const notVaried = explorer.notVaried
  if (by === 'dfs' && depth !== undefined)
    notVaried.push(`orders that differ in more than ${depth} choices (depth)`)
  return { runs: run, complete: strategy.next() === null, notVaried }
}

function* checkDeterminism(name: number | string): Runs<void> {
  const first = yield { order: again(name), traced: true }
  const second = yield { order: again(name), traced: true }
  const divergence = (first.trace as Trace).divergence(second.trace as Trace)
  if (divergence === null) return
  throw new RuntimeError(
    `The program is not the same twice under one order (${JSON.stringify(name)}): ${divergence}. ` +
      'Take random numbers, real time and what is left from the run before out of it',
  )
}

function* failure(
  explorer: Explorer<unknown>,
  options: OrderOptions,
  { run, runs, name, error }: { run: number; runs: number; name: number | string; error: unknown },
): Runs<Error> {
  const choices = [...explorer.choices.made]
  yield* checkDeterminism(name)
  const simplest = yield* simplify(explorer.choices, choices)
  const { trace } = yield { order: new ListedOrder(simplest), traced: true }
  return new OrderError({
    run,
    runs,
    order: name,
    choices,
    simplest: nameOf(simplest),
    options: changed(options),
    trace: (trace as Trace).lines,
    cause: error,
  })
}

/** The options that `replay` needs, as code; '' if there are none. */
function changed({ lateness, sameDelay }: OrderOptions): string {
  const parts = Object.entries({ lateness, sameDelay }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  )
  return parts.length === 0 ? '' : `, { ${parts.join(', ')} }`
}

function again(name: number | string): NonNullable<ReturnType<typeof orderOf>> {
  return orderOf(name) as NonNullable<ReturnType<typeof orderOf>>
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
