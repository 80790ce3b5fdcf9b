/**
 * Runs one program under many orders, on one loop. With a new loop for each of 100,000 runs, making the loops
 * would take longer than the programs.
 *
 * A coroutine runs synchronously. If main turns out to return a promise, its globals are put on the clock of
 * the loop, and each run is a promise: between two choices all reactions of promises run, in the order that
 * the language gives them.
 */

import type { Awaitable, EventLoop, ExceptionContext } from '@acoro/core'
import { textOf } from '../base/text.ts'
import type { VirtualLoopOptions } from '../virtual/loop-options.ts'
import { real } from '../virtual/real-time.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { AsyncWorld } from './async-world.ts'
import { DEFAULT_LATENESS, type Kept, type Lateness, LateTimers } from './late-timers.ts'
import { Choices } from './order.ts'
import type { Outcome, Run } from './runs.ts'
import { Trace } from './trace.ts'

/** The program. Each run starts it from the beginning, so it has to make what its tasks share. */
export type Explored<T = unknown> = () => Awaitable<T>

/** An async function as the program. */
export type ExploredAsync<T = unknown> = () => Promise<T>

/** After its first run, a program has this long to settle a promise, in ms of real time. */
const SHORT_PATIENCE = 20

export class Explorer<T> implements Disposable {
  readonly choices: Choices = new Choices({ pick: () => 0 })
  readonly #main: () => Awaitable<T> | Promise<T>
  readonly #options: VirtualLoopOptions
  readonly #lateness: Lateness
  readonly #kept: Kept = { byDelay: false, byLateness: false }
  /** Does main return promises? undefined before the first run. */
  #async: boolean | undefined
  #patience: number
  #loop: VirtualLoop
  #world: AsyncWorld | null = null
  #reported: Error | null = null

  constructor(
    main: () => Awaitable<T> | Promise<T>,
    options: VirtualLoopOptions,
    lateness: Lateness = DEFAULT_LATENESS,
  ) {
    this.#main = main
    this.#options = options
    this.#lateness = lateness
    // Nobody knows of any other function before it is called.
    this.#async = isGeneratorFunction(main) ? false : undefined
    this.#patience = options.patience ?? 2000
    this.#loop = this.#newLoop()
  }

  /** What was not varied in the runs so far, in words. */
  get notVaried(): string[] {
    const { lateness } = this.#lateness
    const kept: string[] = []
    if (lateness === 0) kept.push('how late timers fire (lateness)')
    if (this.#async === true) kept.push('the order of reactions of promises')
    if (this.#kept.byDelay) kept.push('the order of timers of one delay (sameDelay)')
    if (this.#kept.byLateness) kept.push(`timers that are late by more than ${lateness} ms (lateness)`)
    return kept
  }

  /**
   * Runs the program under an order. Afterwards `choices` holds the choices that were made. Returns a promise
   * if the program does.
   */
  run({ order, traced }: Run): Outcome<T> | Promise<Outcome<T>> {
    if (this.#async !== false) this.#enterWorld()
    this.#rewind()
    const trace = traced ? this.#trace() : undefined
    this.choices.begin(order)
    this.#reported = null
    let value: T | Promise<T>
    try {
      value = this.#async === false ? this.#loop.runSync(this.#main as Explored<T>) : this.#runEither()
    } catch (error) {
      if (this.#async === undefined) this.#knowsNow(false)
      return this.#failed(error, trace)
    }
    if (value instanceof Promise) {
      const refused = this.#world?.refused ?? null
      if (refused === null) return this.#finish(value, trace)
      value.catch(() => {})
      return Promise.reject(refused)
    }
    return this.#ended(value, trace)
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]()
    this.#world?.[Symbol.dispose]()
  }

  #runEither(): T | Promise<T> {
    const value = this.#loop._runEither(this.#main)
    if (this.#async === undefined) this.#knowsNow(value instanceof Promise)
    return value
  }

  #knowsNow(async: boolean): void {
    this.#async = async
    if (!async) this.#leaveWorld()
  }

  async #finish(value: Promise<T>, trace: Trace | undefined): Promise<Outcome<T>> {
    this.#loop._patience = this.#patience
    try {
      const result = await value
      await turn()
      await this.#world?.settled()
      return this.#ended(result, trace)
    } catch (error) {
      // What the run has left over must not run into the next one.
      await turn()
      await this.#world?.settled()
      return this.#failed(error, trace)
    } finally {
      this.#patience = Math.min(this.#patience, SHORT_PATIENCE)
    }
  }

  #ended(value: T, trace: Trace | undefined): Outcome<T> {
    const error = this.#reported ?? this.#world?.takeRejection() ?? null
    return { failed: error !== null, value, error: error ?? undefined, trace: this.#traced(trace) }
  }

  #failed(error: unknown, trace: Trace | undefined): Outcome<T> {
    this.#world?.takeRejection()
    return { failed: true, value: undefined, error, trace: this.#traced(trace) }
  }

  #trace(): Trace {
    const trace = new Trace(this.#loop)
    this.#loop._queue.before = trace.step
    this.choices.onChoice = trace.choice
    this.#loop._globals?.noteLabels(true)
    return trace
  }

  #traced(trace: Trace | undefined): Trace | undefined {
    if (trace === undefined) return undefined
    this.#loop._queue.before = null
    this.choices.onChoice = null
    this.#loop._globals?.noteLabels(false)
    return trace
  }

  #enterWorld(): void {
    this.#world ??= new AsyncWorld()
    this.#world.install(this.#loop)
  }

  #leaveWorld(): void {
    this.#world?.[Symbol.dispose]()
    this.#world = null
  }

  /** Makes sure that nothing of the last run disturbs the next one. */
  #rewind(): void {
    if (this.#loop._rewind()) return
    this.#loop[Symbol.dispose]()
    this.#loop = this.#newLoop()
    if (this.#world !== null) this.#world.install(this.#loop)
  }

  #newLoop(): VirtualLoop {
    const loop = new VirtualLoop(this.#options)
    loop._queue.choose = this.choices.choose
    if (this.#lateness.lateness > 0)
      loop._timerQueue.order = new LateTimers(this.#lateness, this.choices, () => loop.time(), this.#kept)
    loop.setExceptionHandler((_loop: EventLoop, context: ExceptionContext) => {
      // The garbage collector decides when this is reported, not the order of tasks.
      if (!context.message.endsWith('was never retrieved')) this.#report(context)
    })
    return loop
  }

  #report(context: ExceptionContext): void {
    this.#reported ??= new Error(`${context.message}: ${textOf(context.exception)}`, {
      cause: context.exception,
    })
  }
}

/** A turn of the real event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => real.breathe(resolve))
}

function isGeneratorFunction(main: unknown): boolean {
  return Object.prototype.toString.call(main) === '[object GeneratorFunction]'
}
