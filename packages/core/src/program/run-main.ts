/**
 * A process whose work is one main: its exit code, what it prints when it fails, and how it ends on a signal.
 *
 *   running --SIGINT, SIGTERM--> main is cancelled --all tasks end--> exit: 130, 143, or main's result
 *                                      |\--a second signal--> exit at once
 *                                       \--the grace is over--> prints where the tasks stand, exit
 *
 * Containers and process managers end a program with SIGTERM, so it is treated like Ctrl-C: clean-up runs.
 * The sender will not wait for ever, hence the grace. Servers and timers that are left open do not keep the
 * process alive.
 */

import { describeValue, isCancelledError } from '../base/errors.ts'
import { checkOptions } from '../base/options.ts'
import { errorText } from '../base/text.ts'
import { LONGEST_DELAY, world } from '../current/host.ts'
import { onSignal } from '../loop/signals.ts'
import type { Task } from '../task/task.ts'
import { printTasks } from '../viewing/task-tree.ts'
import { exitCodeOf, type Interrupt, interrupt, printOnSignal } from './interrupt.ts'
import { type Main, type RunnerOptions, runnerOptions, runWatched } from './runner.ts'

export interface RunMainOptions extends RunnerOptions {
  /** How long main and its remaining tasks may clean up after SIGINT or SIGTERM, in ms; 10,000 by default. */
  grace?: number | undefined
}

const GRACE = 10_000

/**
 * The last line of a command line program: runs `main` and sets the exit code. That is main's result if it is
 * a number, else 0. It is 1 if main throws, and then the error is printed with its causes and, for a group,
 * its errors.
 *
 * SIGINT (Ctrl-C) and SIGTERM cancel main, which may clean up for `grace` ms. Then the process ends, whatever
 * is still open. The exit code is 130 or 143, or main's result if main handles the cancellation. A second
 * signal ends the process at once. A signal that the process already listens to is left alone.
 *
 * TypeError and RangeError for bad options. asyncio: `sys.exit(asyncio.run(main()))`.
 */
export async function runMain(main: Main<unknown>, options: RunMainOptions = {}): Promise<void> {
  checkOptions(options, 'runMain()', { ...runnerOptions, grace: 'milliseconds' })
  const ending = new Ending(options.grace ?? GRACE)
  let code: number
  try {
    code = codeOf(await runWatched(main, options, (task) => ending.watch(task)))
  } catch (error) {
    const { signal } = ending
    if (signal !== undefined && isCancelledError(error)) code = exitCodeOf(signal)
    else {
      code = 1
      print(error)
    }
  }
  if (world.process !== undefined) world.process.exitCode = code
  try {
    if (ending.signal !== undefined) await leave(code)
  } finally {
    ending.release()
  }
}

function codeOf(result: unknown): number {
  if (typeof result !== 'number') return 0
  if (Number.isInteger(result)) return result
  throw new RangeError(
    `Expected main to return its exit code, an integer, or nothing, got ${describeValue(result)}`,
  )
}

function print(error: unknown): void {
  try {
    world.console.error(errorText(error))
  } catch {
    // The console is gone; the exit code says that main failed.
  }
}

/** Ends the process after its output has been flushed. */
async function leave(code: number): Promise<void> {
  const { process } = world
  await Promise.all([flushed(() => process?.stdout), flushed(() => process?.stderr)])
  process?.exit?.(code)
}

type Output =
  | { write(text: string, done: () => void): unknown; on?(event: 'error', listener: () => void): unknown }
  | undefined

function flushed(stream: () => Output): Promise<void> {
  return new Promise((resolve) => {
    try {
      const output = stream()
      if (output === undefined) return resolve()
      // Its reader may have gone. The error comes after the call of `done`, so the listener stays.
      output.on?.('error', () => {})
      output.write('', () => resolve())
    } catch {
      resolve()
    }
  })
}

/** The signal handling of one `runMain`. */
class Ending {
  /** The signal that came first. */
  signal: Interrupt | undefined
  readonly #grace: number
  readonly #releases: (() => void)[] = []
  #timer: { unref?(): void } | undefined

  constructor(grace: number) {
    this.#grace = grace
  }

  /**
   * Sets the task to cancel. Signals are handled until `release`, also while the tasks that main left are
   * ended.
   */
  watch(task: Task<unknown>): () => void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      this.#releases.push(onSignal(signal, () => this.#interrupted(task, signal)))
    }
    this.#releases.push(printOnSignal())
    return () => {}
  }

  release(): void {
    for (const release of this.#releases) release()
    if (this.#timer !== undefined) world.clearTimeout(this.#timer)
  }

  #interrupted(task: Task<unknown>, signal: Interrupt): void {
    if (this.signal !== undefined) world.process?.exit?.(exitCodeOf(signal))
    this.signal = signal
    if (this.#grace < Infinity) {
      const delay = Math.min(this.#grace, LONGEST_DELAY)
      this.#timer = world.setTimeout(() => this.#giveUp(signal), delay) as { unref?(): void }
      this.#timer.unref?.()
    }
    interrupt(task, signal)
  }

  #giveUp(signal: Interrupt): void {
    try {
      world.console.error(`${this.#grace} ms after ${signal} these tasks have not ended:`)
      printTasks()
    } finally {
      world.process?.exit?.(exitCodeOf(signal))
    }
  }
}
