/**
 * From a program to a loop and back: make a loop, run main, cancel the remaining tasks, close everything.
 *
 * The order at the end is asyncio's. First the remaining tasks are cancelled and awaited. Then async
 * generators are closed, then the default executor, then the loop. `shutdown` yields those steps without
 * running them, because a virtual loop runs the same steps synchronously.
 */

import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { type Body, checkBody, invoke, named } from '../coroutine/body.ts'
import { isCoroutine } from '../coroutine/coroutine.ts'
import type { CoroutineGenerator } from '../coroutine/native.ts'
import { type Context, checkContext, copyContext } from '../current/context.ts'
import type { Awaitable, Future } from '../future/future.ts'
import { newEventLoop } from '../loop/current-loop.ts'
import type { EventLoop } from '../loop/loop.ts'
import { callInLoop } from '../scheduler/drive.ts'
import { isInLoop } from '../scheduler/step-aside.ts'
import { coroutineOf } from '../task/create-task.ts'
import { allTasks } from '../task/current-task.ts'
import type { Task } from '../task/task.ts'
import { gather } from '../waiting/gather.ts'
import { cancelOnInterrupt } from './ctrl-c.ts'

/** How long the end of a run waits for jobs that do not end, in ms: asyncio's THREAD_JOIN_TIMEOUT. */
const LONGEST_SHUTDOWN = 300_000

export interface RunnerOptions {
  /** Debug mode, on or off. By default the loop keeps its own setting, which is on under `ACORO_DEBUG=1`. */
  debug?: boolean | undefined
  /** Makes the loop. */
  loopFactory?: (() => EventLoop) | undefined
  /** Whether Ctrl-C cancels main and a second one ends the process; true by default on Node. */
  handleSignals?: boolean | undefined
}

/** @internal */
export const runnerOptions: OptionKinds = {
  debug: 'boolean',
  loopFactory: 'function',
  handleSignals: 'boolean',
}

/** A main: a generator function, a coroutine, or any other awaitable. */
export type Main<T> = Body<T>

/** Makes the task for `main` in a loop that does not run yet. */
export function mainTask<T>(loop: EventLoop, main: Main<T>, context?: Context): Task<T> {
  checkBody(main)
  // In the loop, so that `() => gather(a(), b())` finds it.
  const awaitable = callInLoop(loop, () =>
    context === undefined ? invoke(main, undefined) : context.run(() => invoke(main, undefined)),
  )
  const coro = isCoroutine(awaitable)
    ? named(awaitable as CoroutineGenerator<T>, main)
    : coroutineOf(awaitable)
  return loop.createTask(coro, context === undefined ? {} : { context })
}

/**
 * Whether `shutdown` would have anything to end. Loops that run a program again and again check this first.
 */
export function needsShutdown(loop: EventLoop): boolean {
  return loop._firstTask !== null || loop._asyncGenerators.size > 0 || loop._executors.any
}

/** The awaitables to run to completion, one after the other, before a loop is closed. */
export function* shutdown(loop: EventLoop): Generator<Awaitable<unknown>, void, unknown> {
  const left = allTasks(loop)
  if (left.size > 0) {
    for (const task of left) task.cancel()
    yield gather([...left] as Future<unknown>[], { returnExceptions: true })
    for (const task of left) {
      if (!task.failed()) continue
      loop.callExceptionHandler({
        message: 'unhandled exception during run() shutdown',
        exception: task.exception(),
        task,
      })
    }
  }
  yield loop.shutdownAsyncgens()
  yield loop._executors.shutdown({ timeout: LONGEST_SHUTDOWN })
}

/**
 * Runs several mains on one loop and in one context. asyncio: `asyncio.Runner`.
 *
 * @example
 * ```ts
 * import { ContextVar, Runner } from '@acoro/core'
 *
 * const count = new ContextVar('count', { default: 0 })
 * const next = function* () { count.set(count.get() + 1); return count.get() }
 * await using runner = new Runner()
 * await runner.run(next)
 * await runner.run(next) // => 2
 * ```
 */
export class Runner implements AsyncDisposable {
  readonly #options: RunnerOptions
  #loop: EventLoop | null = null
  #context: Context | null = null
  #closed = false

  constructor(options: RunnerOptions = {}) {
    checkOptions(options, 'Runner()', runnerOptions)
    this.#options = options
  }

  /** Returns the loop of this runner, and makes it when it is first needed. RuntimeError once closed. */
  getLoop(): EventLoop {
    return this.#open()
  }

  /**
   * Runs `main` to its end, in `context` if it is given, else in the runner's own. RuntimeError inside a
   * running loop, and once closed. TypeError if main returns a coroutine, a future or a task instead of
   * awaiting it.
   */
  async run<T>(main: Main<T>, options: { context?: Context | undefined } = {}): Promise<T> {
    if (isInLoop()) throw new RuntimeError('Runner.run() cannot be called from a running event loop')
    checkBody(main)
    checkOptions(options, 'Runner.run()', { context: checkContext })
    const { outcome } = await this._run(main, cancelOnInterrupt, options.context)
    return outcome
  }

  /**
   * @internal The outcome of main in a box, because main may return a promise. Without the box the caller
   * would wait for that promise, and it may depend on tasks that `close` has yet to cancel. `watch` gets the
   * task, unless signals are left alone, and returns a function that ends the watch.
   */
  async _run<T>(
    main: Main<T>,
    watch: (task: Task<unknown>) => () => void,
    context?: Context,
  ): Promise<{ readonly outcome: Promise<T> }> {
    const loop = this.#open()
    const task = mainTask(loop, main, context ?? (this.#context as Context))
    const release = this.#options.handleSignals === false ? undefined : watch(task as Task<unknown>)
    loop._unreturned = task as Task<unknown>
    try {
      await loop.runUntilComplete(task)
    } finally {
      loop._unreturned = null
      release?.()
    }
    const outcome = Promise.resolve(task.result())
    // The caller handles it later.
    outcome.catch(() => {})
    return { outcome }
  }

  /** Cancels and awaits the remaining tasks, and closes the loop. */
  async close(): Promise<void> {
    this.#closed = true
    const loop = this.#loop
    this.#loop = null
    if (loop === null || loop.isClosed()) return
    try {
      for (const step of shutdown(loop)) await loop.runUntilComplete(step)
    } finally {
      loop.close()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  toString(): string {
    return `<Runner ${this.#closed ? 'closed' : this.#loop === null ? 'created' : 'open'}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  #open(): EventLoop {
    if (this.#closed) throw new RuntimeError('Runner is closed')
    if (this.#loop === null) {
      const { debug, loopFactory } = this.#options
      const loop = (loopFactory ?? newEventLoop)()
      if (typeof (loop as Partial<EventLoop> | undefined)?.runUntilComplete !== 'function') {
        throw new TypeError(`Expected loopFactory() to return an event loop, got ${describeValue(loop)}`)
      }
      if (debug !== undefined) loop.setDebug(debug)
      this.#loop = loop
      this.#context = copyContext()
    }
    return this.#loop
  }
}

/**
 * Makes a loop, runs `main` on it, cancels and awaits what is left, closes the loop, and gives main's result.
 * The first Ctrl-C cancels main so that every `finally` runs, the second ends the process with exit code 130.
 * Under `ACORO_DUMP=1` SIGUSR2 and Ctrl-C print the tasks of all loops. Rejects with RuntimeError inside a
 * running loop, with TypeError for what is no main, and if main returns a coroutine, a future or a task
 * instead of awaiting it. asyncio: `asyncio.run`.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   yield* sleep(1)
 *   return 42
 * }) // => 42
 * ```
 */
export async function run<T>(main: Main<T>, options: RunnerOptions = {}): Promise<T> {
  checkOptions(options, 'run()', runnerOptions)
  return await runWatched(main, options, cancelOnInterrupt)
}

/** `run`, with other signal handling: see `Runner._run`. */
export async function runWatched<T>(
  main: Main<T>,
  options: RunnerOptions,
  watch: (task: Task<unknown>) => () => void,
): Promise<T> {
  if (isInLoop()) {
    throw new RuntimeError('run() cannot be called from a running event loop: `yield*` the coroutine instead')
  }
  checkBody(main)
  const runner = new Runner(options)
  let box: { readonly outcome: Promise<T> }
  try {
    box = await runner._run(main, watch)
  } finally {
    await runner.close()
  }
  return await box.outcome
}
