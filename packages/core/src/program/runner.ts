/**
 * From a program to a loop and back: make one, run main, cancel what is left, close everything.
 *
 * The order at the end is asyncio's: first the tasks that are left are cancelled and awaited, then async generators
 * are closed, then the default executor, then the loop. `shutdown` names those steps without running them, because a
 * virtual loop runs the same ones synchronously.
 */

import { isCancelledError, RuntimeError } from '../base/errors.ts'
import { type Body, checkBody, invoke, named } from '../coroutine/body.ts'
import { isCoroutine } from '../coroutine/coroutine.ts'
import type { CoroutineGenerator } from '../coroutine/native.ts'
import { type Context, copyContext } from '../current/context.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import type { Awaitable, Future } from '../future/future.ts'
import { printTasks } from '../loop/call-graph.ts'
import { type EventLoop, newEventLoop } from '../loop/loop.ts'
import { onSignal } from '../loop/signals.ts'
import { allTasks, coroutineOf, type Task } from '../task/task.ts'
import { gather } from '../waiting/gather.ts'

/** How long the end of a run waits for jobs that do not end, in ms: asyncio's THREAD_JOIN_TIMEOUT. */
const LONGEST_SHUTDOWN = 300_000

export interface RunnerOptions {
  /** Debug mode; without it `ACORO_DEBUG=1` in the environment decides. */
  debug?: boolean | undefined
  /** Makes the loop. */
  loopFactory?: (() => EventLoop) | undefined
  /** Ctrl-C cancels main, a second one ends the process; true on Node unless said otherwise. */
  handleSignals?: boolean | undefined
}

/** What is to be run: a generator function, a coroutine, or anything else awaitable. */
export type Main<T> = Body<T>

/** The task for `main` in a loop that does not run yet. */
export function mainTask<T>(loop: EventLoop, main: Main<T>, context?: Context): Task<T> {
  checkBody(main)
  const awaitable = invoke(main, undefined)
  const coro = isCoroutine(awaitable)
    ? named(awaitable as CoroutineGenerator<T>, main)
    : coroutineOf(awaitable)
  return loop.createTask(coro, context === undefined ? {} : { context })
}

/** Would `shutdown` have anything to end? Loops that run a program again and again ask before. */
export function needsShutdown(loop: EventLoop): boolean {
  return loop._firstTask !== null || loop._asyncGenerators.size > 0 || loop._hasExecutors
}

/** What has to be run to completion, one after the other, before a loop is closed. */
export function* shutdown(loop: EventLoop): Generator<Awaitable<unknown>, void, unknown> {
  const left = allTasks(loop)
  if (left.size > 0) {
    for (const task of left) task.cancel()
    yield gather([...left] as Future<unknown>[], { returnExceptions: true })
    for (const task of left) {
      const error = task.cancelled() ? undefined : task.exception()
      if (error === undefined) continue
      loop.callExceptionHandler({
        message: 'unhandled exception during run() shutdown',
        exception: error,
        task,
      })
    }
  }
  yield loop.shutdownAsyncgens()
  yield loop._shutdownExecutors({ timeout: LONGEST_SHUTDOWN })
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
    this.#options = options
  }

  /** The loop of this runner, made when first needed. RuntimeError once closed. */
  getLoop(): EventLoop {
    return this.#open()
  }

  /** Runs `main` to its end. RuntimeError inside a running loop, and once closed. */
  async run<T>(main: Main<T>): Promise<T> {
    if (state.loop !== null) throw new RuntimeError('Runner.run() cannot be called from a running event loop')
    checkBody(main)
    const loop = this.#open()
    const task = mainTask(loop, main, this.#context as Context)
    let interrupts = 0
    const releases: (() => void)[] = []
    if (this.#options.handleSignals !== false) {
      releases.push(
        onSignal('SIGINT', () => {
          if (++interrupts > 1) world.process?.exit?.(130)
          if (isSet('ACORO_DUMP')) printTasks()
          task.cancel('interrupted by SIGINT')
        }),
        onSignal('SIGUSR2', () => printTasks()),
      )
    }
    try {
      return await loop.runUntilComplete(task)
    } finally {
      for (const release of releases) release()
    }
  }

  /** Cancels and awaits what is left, and closes the loop. */
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

  #open(): EventLoop {
    if (this.#closed) throw new RuntimeError('Runner is closed')
    if (this.#loop === null) {
      this.#loop = (this.#options.loopFactory ?? newEventLoop)()
      const debug = this.#options.debug ?? isSet('ACORO_DEBUG')
      if (debug) this.#loop.setDebug(true)
      this.#context = copyContext()
    }
    return this.#loop
  }
}

/** Is it in the environment, and neither empty nor 0? */
function isSet(name: string): boolean {
  const value = world.process?.env?.[name]
  return value !== undefined && value !== '' && value !== '0'
}

/**
 * Makes a loop, runs `main` on it, cancels and awaits what is left, closes the loop, and gives main's result. The first
 * Ctrl-C cancels main so that every `finally` runs, the second ends the process with exit code 130; SIGUSR2 prints the
 * tasks of all loops, and so does Ctrl-C where `ACORO_DUMP=1` is in the environment. Rejects with
 * RuntimeError inside a running loop, TypeError for what is no main. asyncio: `asyncio.run`.
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
  if (state.loop !== null) {
    throw new RuntimeError('run() cannot be called from a running event loop: `yield*` the coroutine instead')
  }
  checkBody(main)
  const runner = new Runner(options)
  try {
    return await runner.run(main)
  } finally {
    await runner.close()
  }
}

/**
 * The last line of a command line program: runs `main` and sets the exit code: what main returns if that is a number,
 * else 0; 1 with the error printed where it throws; 130 where Ctrl-C ended it.
 */
export async function runMain(main: Main<unknown>, options: RunnerOptions = {}): Promise<void> {
  let code = 0
  try {
    const result = await run(main, options)
    if (typeof result === 'number') code = result
  } catch (error) {
    if (isCancelledError(error) && error.message === 'interrupted by SIGINT') code = 130
    else {
      code = 1
      world.console.error(error instanceof Error ? (error.stack ?? String(error)) : String(error))
    }
  }
  if (world.process !== undefined) world.process.exitCode = code
}
