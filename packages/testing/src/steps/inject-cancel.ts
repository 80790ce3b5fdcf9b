/**
 * Cancels a task at every moment of its life, one moment a run.
 *
 * A cancellation may come at any moment: before the first step, while the task waits, and after it was woken
 * but before it ran, which is easily forgotten. Between two handles of the loop nothing changes. So the
 * moments are the handles that run while the task lives: a first run counts them, and each later run takes
 * one. If a permit or a wake-up is lost, the other tasks deadlock, or a check of the program fails.
 *
 * Which task: the one that the program starts with `inject`, or those whose names are selected, also if the
 * program starts them deep inside; else main. Each task is known by when it was made among those selected.
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
import { describeError, textOf } from '../base/text.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

/** Starts the task to cancel. */
export type Inject = <T>(coro: CoroutineLike<T>, options?: TaskOptions) => Task<T>

export interface InjectCancelOptions extends VirtualLoopOptions {
  /** The message of the cancellation. */
  message?: string | undefined
  /**
   * The tasks to cancel, one a run, wherever the program starts them: by the name of the task or of its
   * coroutine, or by a predicate, which is asked when the task is made.
   */
  tasks?: string | RegExp | ((task: Task<unknown>) => boolean) | undefined
  /** A task may swallow its cancellation and return; false by default: that fails. */
  maySwallow?: boolean | undefined
}

const OPTIONS: OptionKinds = {
  ...LOOP_OPTIONS,
  message: 'string',
  tasks: checkSelection,
  maySwallow: 'boolean',
}

type Program = (inject: Inject) => Awaitable<unknown>

/**
 * Runs `main` once undisturbed. Then runs it once for each moment in the life of one task, and cancels the
 * task at that moment. Returns the number of moments. Each run has a new VirtualLoop.
 *
 * Which task that is: the one that `main` starts with `inject(coro)`, or each of those that `tasks` selects.
 * Without either it is the main task. If `main` throws, or if the task swallows the cancellation, an Error
 * tells the moment. Its `cause` is the original error. The CancelledError of a cancelled main task is
 * expected.
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
  const undisturbed = new Injection(main, options, NOBODY)
  undisturbed.run()
  const lives = undisturbed.lives()
  if (lives.length === 0) {
    throw new RuntimeError(
      `None of the tasks is selected by the option tasks, ${textOf(options.tasks)}. There were ` +
        (undisturbed.names.join(', ') || 'none'),
    )
  }
  const total = lives.reduce((sum, moments) => sum + moments, 0)
  let moment = 0
  for (const [task, moments] of lives.entries()) {
    for (let at = 1; at <= moments; at++) {
      cancelOnce(main, options, { task, at, ofMain: undisturbed.isOfMain, moment: ++moment, total })
    }
  }
  return total
}

interface Victim {
  /** Which of the selected tasks, from 0. */
  readonly task: number
  /** At which moment of its life, from 1. */
  readonly at: number
  /** Is it main, because no task was selected? */
  readonly ofMain: boolean
  /** Which of all moments, and how many there are. */
  readonly moment: number
  readonly total: number
}

const NOBODY: Victim = { task: -1, at: 0, ofMain: true, moment: 0, total: 0 }

function cancelOnce(main: Program, options: InjectCancelOptions, victim: Victim): void {
  const injection = new Injection(main, options, victim)
  try {
    injection.run()
    if (options.maySwallow !== true) injection.checkSwallowed()
  } catch (error) {
    throw new Error(`${injection.toString()} of ${victim.total}: ${describeError(error)}`, { cause: error })
  }
  if (injection.where === undefined) {
    throw new RuntimeError(
      `The program is not the same twice: moment ${victim.moment} of ${victim.total} did not come. ` +
        'Take random numbers and real time out of it',
    )
  }
}

class Injection {
  /** The task at the moment of the cancel. */
  where: string | undefined
  /** The names of all tasks that were made. */
  readonly names: string[] = []
  readonly #main: Program
  readonly #loop: VirtualLoop
  readonly #options: InjectCancelOptions
  readonly #victim: Victim
  /** Did the program start a task with `inject`? */
  #injected = false
  #mainTask: Task<unknown> | null = null
  /** The selected tasks, with the moments that each has had. */
  readonly #selected = new Map<Task<unknown>, number>()
  #hit: Task<unknown> | null = null

  constructor(main: Program, options: InjectCancelOptions, victim: Victim) {
    this.#main = main
    this.#loop = new VirtualLoop(options)
    this.#options = options
    this.#victim = victim
  }

  /** Is main the task to cancel, because there is no other? */
  get isOfMain(): boolean {
    return this.#options.tasks === undefined && !this.#injected
  }

  /** How many moments each of the selected tasks has had, in the order they were made. */
  lives(): number[] {
    return [...this.#selected.values()].filter((moments) => moments > 0)
  }

  run(): void {
    using loop = this.#loop
    loop._queue.before = () => this.#moment()
    if (this.#options.tasks !== undefined) loop.addHook({ taskCreated: (task) => this.#created(task) })
    try {
      loop.runSync(() => this.#main(this.#inject))
    } catch (error) {
      const isMains = this.#hit !== null && this.#hit === this.#mainTask
      if (!isMains || !isCancelledError(error)) throw error
    }
  }

  /** Throws if the task that was cancelled returned as if nothing had happened. */
  checkSwallowed(): void {
    const task = this.#hit
    if (task === null || !task.done() || task.cancelled() || task.failed()) return
    if (task.cancelling() === 0) return
    throw new RuntimeError(
      'the task swallowed the CancelledError and returned: let it pass (throwIfCancelled(error)), call uncancel() if ' +
        'the cancellation was its own to handle, or say maySwallow: true',
    )
  }

  readonly #inject: Inject = (coro, options) => {
    if (this.#injected) throw new RuntimeError('inject() was called twice: one task at a time is cancelled')
    this.#injected = true
    const task = this.#loop.createTask(coro, options)
    if (this.#options.tasks !== undefined) return task
    this.#selected.clear()
    this.#selected.set(task as Task<unknown>, 0)
    return task
  }

  #created(task: Task<unknown>): void {
    const coroutine = task.coro.functionName
    const names = [task.name, coroutine]
    this.names.push(names[1] === '' ? task.name : `${task.name} (${names[1]})`)
    const { tasks } = this.#options
    if (typeof tasks === 'function' ? tasks(task) : names.some((name) => matches(name, tasks))) {
      this.#selected.set(task, 0)
    }
  }

  #moment(): void {
    this.#mainTask ??= first(allTasks(this.#loop))
    if (
      this.#options.tasks === undefined &&
      !this.#injected &&
      this.#victim.ofMain &&
      this.#mainTask !== null
    ) {
      if (!this.#selected.has(this.#mainTask)) this.#selected.set(this.#mainTask, 0)
    }
    let index = 0
    for (const [task, moments] of this.#selected) {
      if (!task.done()) {
        this.#selected.set(task, moments + 1)
        if (index === this.#victim.task && moments + 1 === this.#victim.at) this.#cancel(task)
      }
      index++
    }
  }

  #cancel(task: Task<unknown>): void {
    this.where = `${task} at ${this.#loop.time()} ms`
    this.#hit = task
    task.cancel(this.#options.message)
  }

  toString(): string {
    const { moment } = this.#victim
    return this.where === undefined
      ? `Before moment ${moment}`
      : `With ${this.where} cancelled at moment ${moment}`
  }
}

function matches(name: string, pattern: string | RegExp | undefined): boolean {
  return typeof pattern === 'string' ? name === pattern : name !== '' && name.search(pattern as RegExp) >= 0
}

function checkSelection(value: unknown, what: string): void {
  if (typeof value === 'string' || typeof value === 'function' || value instanceof RegExp) return
  throw new TypeError(`Expected ${what} to be a name, a RegExp or a predicate, got ${describeValue(value)}`)
}

function first<T>(items: Iterable<T>): T | null {
  for (const item of items) return item
  return null
}
