/**
 * The runs of a ticker: `every` and `cron` differ only in when the next one is due.
 *
 *   resting --due--> a run begins --overlap: false--> it is awaited --> resting
 *                              \--overlap: true--> resting, while it goes on in a task of its own
 *
 * An error ends the ticker and is thrown where it is awaited, or goes to `onError`. Runs that overlap are
 * cancelled and awaited before the ticker ends.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  createTask,
  isCancelledError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { cancelAll } from '@acoro/core/lowlevel'
import { cancelRequests } from '../base/cancelling.ts'
import { nameOfFunction } from '../base/errors.ts'
import type { Nap } from '../base/nap.ts'
import { awaitable, callHook } from '../base/user-code.ts'

/** What a body of `every` or `cron` is called with. */
export interface Tick {
  /** The number of this run, from 1 on. */
  readonly number: number
  /** How late the run begins, in ms. */
  readonly late: number
  /** Ends the ticker: no further run begins. Those under way end by themselves. */
  stop(): void
}

export interface TickerOptions<T extends Tick> {
  /** Whether a run begins although the last one has not ended; false by default. */
  overlap?: boolean | undefined
  /** Is told of an error, and the ticker goes on. By default an error ends the ticker. */
  onError?: ((error: unknown, tick: T) => void) | undefined
  /** Shown in reports; the name of the body by default. */
  name?: string | undefined
}

export const TICKER_OPTIONS = { overlap: 'boolean', onError: 'function', name: 'string' } as const

/** What a ticker has done until it was stopped. */
export interface TickerStatistics {
  /** How many runs began. */
  runs: number
  /** How many of them ended with an error. */
  failed: number
  /** How many did not begin because they were due while the last run, or the machine, was busy or asleep. */
  missed: number
}

/** When runs are due. */
export interface Plan<T extends Tick> {
  /** Waits until the next run is due, or until the nap is woken. Returns false if there is no next one. */
  rest(): Generator<Suspension, boolean, unknown>
  /** The tick of the run that begins now. */
  tick(basic: Tick): T
  /** How many runs were not begun. */
  readonly missed: number
  /** How late the run is that begins now, in ms. */
  readonly late: number
  readonly nap: Nap
}

export class Runs<T extends Tick> {
  readonly #plan: Plan<T>
  readonly #body: (tick: T) => Awaitable<unknown>
  readonly #options: TickerOptions<T>
  readonly #what: string
  readonly #name: string
  readonly #under: Set<Task<unknown>> = new Set()
  #began = 0
  #failedRuns = 0
  #stopped = false
  #failure: { readonly error: unknown } | null = null

  constructor(plan: Plan<T>, body: (tick: T) => Awaitable<unknown>, options: TickerOptions<T>, what: string) {
    this.#plan = plan
    this.#body = body
    this.#options = options
    this.#what = what
    this.#name = nameOfTicker(body, options, what)
  }

  *all(): Generator<Suspension, TickerStatistics, unknown> {
    try {
      while (!this.#stopped && (yield* this.#plan.rest())) {
        if (this.#failure !== null) throw this.#failure.error
        if (this.#stopped) break
        if (this.#options.overlap === true) this.#start()
        else yield* this.#run(this.#tick())
      }
      yield* this.#rest()
      return { runs: this.#began, failed: this.#failedRuns, missed: this.#plan.missed }
    } finally {
      if (this.#under.size > 0) yield* cancelAll(this.#under)
    }
  }

  /** Waits for the runs that are under way. */
  *#rest(): Generator<Suspension, void, unknown> {
    while (this.#failure === null && this.#under.size > 0) yield* this.#plan.nap.until(Infinity)
    if (this.#failure !== null) throw this.#failure.error
  }

  #tick(): T {
    return this.#plan.tick({
      number: ++this.#began,
      late: Math.max(0, this.#plan.late),
      stop: () => {
        this.#stopped = true
        this.#plan.nap.wake()
      },
    })
  }

  #start(): void {
    const tick = this.#tick()
    const task = createTask(overlapping(this as unknown as Runs<Tick>, tick), {
      name: `run ${tick.number} of ${this.#name}`,
      eager: false,
    })
    this.#under.add(task)
    task.addDoneCallback(() => {
      this.#under.delete(task)
      // Asked only after it was stopped, or when an error ends it.
      if (this.#stopped || this.#failure !== null) this.#plan.nap.wake()
    })
  }

  /** @internal A run in a task of its own. */
  *_overlapping(tick: T): Generator<Suspension, void, unknown> {
    try {
      yield* this.#run(tick)
    } catch (error) {
      // Somebody has cancelled this very run.
      if (isCancelledError(error) && cancelRequests() > 0) throw error
      this.#failure ??= { error }
    }
  }

  *#run(tick: T): Generator<Suspension, void, unknown> {
    const before = cancelRequests()
    try {
      // Not a method call: the body does not get `this`.
      const body = this.#body
      yield* awaitable(body(tick), `the body of ${this.#what}`)
    } catch (error) {
      if (cancelRequests() > before) throw error
      this.#failedRuns++
      if (this.#options.onError === undefined) throw error
      callHook(this.#options.onError, `onError of ${this.#what}`, error, tick)
    }
  }
}

const overlapping: (runs: Runs<Tick>, tick: Tick) => Coroutine<void> = coroutine(function* run(
  runs: Runs<Tick>,
  tick: Tick,
): Generator<Suspension, void, unknown> {
  yield* runs._overlapping(tick)
})

export function nameOfTicker(
  body: object,
  options: { readonly name?: string | undefined },
  what: string,
): string {
  return options.name ?? nameOfFunction(body, what)
}
