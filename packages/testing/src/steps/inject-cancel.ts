/**
 * Cancels a task at every moment of its life, one moment a run.
 *
 * A cancellation may come at any moment: before the first step, while the task waits, and after it was woken
 * but before it ran, which is easily forgotten. Between two handles of the loop nothing changes. So the
 * moments are the handles that run while the task lives: a first run counts them, and each later run takes
 * one. If a permit or a wake-up is lost, the other tasks deadlock, or a check of the program fails.
 *
 * Assumption: the program does the same in each run until the cancel. If it does not, that is an error, too.
 */

import {
  type Awaitable,
  allTasks,
  type CoroutineLike,
  isCancelledError,
  RuntimeError,
  type Task,
  type TaskOptions,
} from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { describeError } from '../base/text.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

/** Starts the task to cancel. */
export type Inject = <T>(coro: CoroutineLike<T>, options?: TaskOptions) => Task<T>

export interface InjectCancelOptions extends VirtualLoopOptions {
  /** The message of the cancellation. */
  message?: string | undefined
}

const OPTIONS: OptionKinds = { ...LOOP_OPTIONS, message: 'string' }

/**
 * Runs `main` once undisturbed. Then runs it once for each moment in the life of one task, and cancels the
 * task at that moment. Returns the number of moments. Each run has a new VirtualLoop.
 *
 * The task is the one that `main` starts with `inject(coro)`, or else the main task. If `main` throws, an
 * Error tells the moment, with the original error as its `cause`. The CancelledError of a cancelled main task
 * is expected.
 *
 * @example
 * ```ts
 * import { createTask, gather, sleep } from '@acoro/core'
 *
 * let open = 0
 * const use = function* () {
 *   open++
 *   try {
 *     yield* sleep(10)
 *   } finally {
 *     open--
 *   }
 * }
 * injectCancelEverywhere(function* (inject) {
 *   yield* gather([inject(use()), createTask(use())], { returnExceptions: true })
 *   if (open !== 0) throw new Error('one was not closed')
 * }) // => 5
 * ```
 */
export function injectCancelEverywhere(
  main: (inject: Inject) => Awaitable<unknown>,
  options: InjectCancelOptions = {},
): number {
  if (typeof main !== 'function') {
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(main)}`)
  }
  checkOptions(options, 'injectCancelEverywhere()', OPTIONS)
  const undisturbed = new Injection(main, options, { at: Infinity, ofMain: true })
  undisturbed.run()
  for (let moment = 1; moment <= undisturbed.moments; moment++) {
    const injection = new Injection(main, options, { at: moment, ofMain: !undisturbed.injected })
    try {
      injection.run()
    } catch (error) {
      const text = `${injection.toString()} of ${undisturbed.moments}: ${describeError(error)}`
      throw new Error(text, { cause: error })
    }
    if (injection.where === undefined) {
      throw new RuntimeError(
        `The program is not the same twice: moment ${moment} of ${undisturbed.moments} did not come. ` +
          'Take random numbers and real time out of it',
      )
    }
  }
  return undisturbed.moments
}

class Injection {
  /** How many moments there were until the task was done. */
  moments = 0
  /** The task at the moment of the cancel. */
  where: string | undefined
  /** Did the program start a task with `inject`? */
  injected = false
  readonly #main: (inject: Inject) => Awaitable<unknown>
  readonly #loop: VirtualLoop
  readonly #message: string | undefined
  readonly #at: number
  readonly #ofMain: boolean
  #victim: Task<unknown> | null = null

  constructor(
    main: (inject: Inject) => Awaitable<unknown>,
    options: InjectCancelOptions,
    victim: { readonly at: number; readonly ofMain: boolean },
  ) {
    this.#main = main
    this.#loop = new VirtualLoop(options)
    this.#message = options.message
    this.#at = victim.at
    this.#ofMain = victim.ofMain
  }

  run(): void {
    using loop = this.#loop
    loop._queue.before = () => this.#moment()
    try {
      loop.runSync(() => this.#main(this.#inject))
    } catch (error) {
      if (this.injected || this.where === undefined || !isCancelledError(error)) throw error
    }
  }

  readonly #inject: Inject = (coro, options) => {
    if (this.injected) throw new RuntimeError('inject() was called twice: one task at a time is cancelled')
    this.injected = true
    const task = this.#loop.createTask(coro, options)
    this.#victim = task as Task<unknown>
    this.moments = 0
    return task
  }

  #moment(): void {
    if (this.#ofMain) this.#victim ??= first(allTasks(this.#loop))
    if (this.#victim === null || this.#victim.done()) return
    if (++this.moments !== this.#at) return
    this.where = `${this.#victim} at ${this.#loop.time()} ms`
    this.#victim.cancel(this.#message)
  }

  toString(): string {
    return this.where === undefined
      ? `Before moment ${this.#at}`
      : `With ${this.where} cancelled at moment ${this.#at}`
  }
}

function first<T>(items: Iterable<T>): T | null {
  for (const item of items) return item
  return null
}
