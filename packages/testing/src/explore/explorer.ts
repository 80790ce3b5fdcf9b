/**
 * Runs one program under many orders, on one loop. With a new loop for each of 100,000 runs, making the loops
 * would take longer than the programs.
 *
 * A coroutine runs synchronously. If main turns out to return a promise, its globals are put on the clock of
 * the loop, and each run is a promise: between two choices all reactions of promises run, in the order that
 * the language gives them.
 */

import type { Awaitable, EventLoop, ExceptionContext } from '@acoro/core'
import { type Runnable, reportUnretrieved } from '@acoro/core/lowlevel'
import { textOf } from '../base/text.ts'
import type { Chances, Moment, PointKind } from '../virtual/chances.ts'
import type { VirtualLoopOptions } from '../virtual/loop-options.ts'
import { isPromise } from '../virtual/promised.ts'
import { real } from '../virtual/real-time.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { DEFAULT_LATENESS, type Kept, type Lateness, LateTimers } from './order/late-timers.ts'
import { Choices } from './order/order.ts'
import type { Outcome, Run, Watcher } from './order/runs.ts'
import type { WatchingOrder } from './strategy/exhaustive.ts'
import { AsyncWorld } from './world/async-world.ts'
import { RandomWorld } from './world/random-world.ts'

/** The program. Each run starts it from the beginning, so it has to make what its tasks share. */
export type Explored<T = unknown> = () => Awaitable<T>

/** An async function as the program. */
export type ExploredAsync<T = unknown> = () => Promise<T>

/** After its first run, a program has this long to settle a promise, in ms of real time. */
const SHORT_PATIENCE = 20

/** The most steps of a run. It is done many times, so one that never ends has to be known sooner. */
const STEP_LIMIT = 100_000

export class Explorer<T> implements Disposable, Chances {
  readonly choices: Choices = new Choices()
  readonly #main: () => Awaitable<T> | Promise<T>
  readonly #options: VirtualLoopOptions
  readonly #lateness: Lateness
  readonly #kept: Kept = { byDelay: false, byLateness: false }
  /** Does main return promises? undefined before the first run. */
  #async: boolean | undefined
  /** Did the last run begin with a promise? Known before its first choice. */
  #promised = false
  #patience: number
  #loop: VirtualLoop
  #world: AsyncWorld | null = null
  readonly #randomWorld: RandomWorld = new RandomWorld(() => this.choices.random)
  #reported: Error | null = null
  #watcher: Watcher | null = null
  /** An order that is told of each step. */
  #watching: WatchingOrder | null = null
  /** What may happen at any moment. */
  #moments: Moment[] = []
  #stepsBefore = 0

  constructor(
    main: () => Awaitable<T> | Promise<T>,
    options: VirtualLoopOptions,
    lateness: Lateness = DEFAULT_LATENESS,
  ) {
    this.#main = main
    // The task of main is named after it.
    Object.defineProperty(this.#noting, 'name', { value: main.name })
    this.#options = options
    this.#lateness = lateness
    // Nobody knows of any other function before it is called.
    this.#async = isGeneratorFunction(main) ? false : undefined
    this.#patience = options.patience ?? 2000
    this.#loop = this.#newLoop()
  }

  /** The name of the program. */
  get name(): string {
    return this.#main.name || 'main'
  }

  /** Is it an async function? Known after its first run. */
  get isAsync(): boolean {
    return this.#async === true
  }

  /** What was not varied in the runs so far, in words. */
  get notVaried(): string[] {
    const { lateness } = this.#lateness
    const kept: string[] = []
    if (lateness === 0) kept.push('how late timers fire (lateness)')
    if (this.#async === true) kept.push('the order of reactions of promises')
    if (this.choices.callbacksKept) kept.push('the order of callbacks among themselves')
    if (this.#kept.byDelay) kept.push('the order of timers of one delay (sameDelay)')
    if (this.#kept.byLateness) kept.push(`timers that are late by more than ${lateness} ms (lateness)`)
    return kept
  }

  /**
   * Runs the program under an order. Afterwards `choices` holds the choices that were made. Returns a promise
   * if the program does.
   */
  run({ order, watch }: Run): Outcome<T> | Promise<Outcome<T>> {
    if (this.#async !== false) this.#enterWorld()
    this.#rewind()
    this.choices.begin(order)
    this.#begin(order as Partial<WatchingOrder>, watch)
    let value: T | Promise<T>
    try {
      value = this.#async === false ? this.#loop.runSync(this.#main as Explored<T>) : this.#runEither()
    } catch (error) {
      if (this.#async === undefined) this.#knowsNow(false)
      return this.#failed(error)
    }
    if (value instanceof Promise) {
      const refused = this.#world?.refused ?? null
      if (refused === null) return this.#finish(value)
      value.catch(() => {})
      return Promise.reject(refused)
    }
    return this.#ended(value)
  }

  // ------------------------------------------------------------------ chances

  get random(): { next(): number } {
    return this.choices.random
  }

  draw(kind: PointKind, what: string, count: number, chance?: number): number {
    return this.choices.draw(kind, what, count, chance)
  }

  mayHappen(moment: Moment): void {
    this.#moments.push(moment)
    this.#loop._queue.before = this.#before
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]()
    this.#world?.[Symbol.dispose]()
    this.#randomWorld[Symbol.dispose]()
  }

  #runEither(): T | Promise<T> {
    const value = this.#loop._runEither(this.#noting)
    if (this.#async === undefined) this.#knowsNow(value instanceof Promise)
    return value
  }

  readonly #noting = (): Awaitable<T> | Promise<T> => {
    const result = this.#main()
    this.#promised = isPromise(result)
    return result
  }

  #knowsNow(async: boolean): void {
    this.#async = async
    if (!async) this.#leaveWorld()
  }

  async #finish(value: Promise<T>): Promise<Outcome<T>> {
    this.#loop._patience = this.#patience
    try {
      const result = await value
      await turn()
      await this.#world?.settled()
      return this.#ended(result)
    } catch (error) {
      // What the run has left over must not run into the next one.
      await turn()
      await this.#world?.settled()
      return this.#failed(error)
    } finally {
      this.#patience = Math.min(this.#patience, SHORT_PATIENCE)
    }
  }

  #ended(value: T): Outcome<T> {
    // Errors that nobody awaits: the garbage collector would find them at some other time.
    reportUnretrieved(this.#loop)
    const error = this.#reported ?? this.#world?.takeRejection() ?? null
    const steps = this.#over()
    return { failed: error !== null, value, error: error ?? undefined, steps }
  }

  #failed(error: unknown): Outcome<T> {
    reportUnretrieved(this.#loop)
    this.#world?.takeRejection()
    const steps = this.#over()
    return { failed: true, value: undefined, error, steps }
  }

  /** Ends the watch over a run. Returns how many steps it took. */
  #over(): number {
    const loop = this.#loop
    const queue = loop._queue
    if (queue.before !== null) {
      this.#watcher?.ended()
      if (this.#watcher !== null) loop._globals?.noteLabels(false)
      queue.before = null
      this.#watcher = null
      this.choices.listener = null
      this.#moments = []
    }
    return queue.steps - this.#stepsBefore
  }

  #begin(order: Partial<WatchingOrder>, watch: ((loop: VirtualLoop) => Watcher) | undefined): void {
    const loop = this.#loop
    this.#reported = null
    this.#stepsBefore = loop._queue.steps
    this.#watching = order.stepped === undefined ? null : (order as WatchingOrder)
    if (watch !== undefined) {
      this.#watcher = watch(loop)
      this.choices.listener = this.#watcher
      loop._globals?.noteLabels(true)
    }
    if (this.#watching !== null || this.#watcher !== null) loop._queue.before = this.#before
  }

  readonly #before = (next: Runnable): void => {
    for (const moment of this.#moments) {
      if (moment.isOver() || !moment.concerns(next)) continue
      if (this.choices.draw(moment.kind, moment.what, 2) === 0) continue
      this.#moments = this.#moments.filter((other) => other !== moment)
      moment.strike()
    }
    this.#watching?.stepped(next)
    this.#watcher?.stepped(next)
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
    const loop = new VirtualLoop({ ...this.#options, stepLimit: this.#options.stepLimit ?? STEP_LIMIT })
    loop._queue.choose = this.choices.choose
    if (this.#lateness.lateness > 0)
      loop._timerQueue.order = new LateTimers(this.#lateness, this.choices, this.#kept, {
        now: () => loop.time(),
        mayGather: () => !this.#promised,
      })
    loop._chances = this
    loop.setExceptionHandler((_loop: EventLoop, context: ExceptionContext) => this.#report(context))
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
