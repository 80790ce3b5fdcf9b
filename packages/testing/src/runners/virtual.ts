/**
 * A coroutine or an async function as a test, for any runner that accepts functions.
 *
 * Most errors in concurrent code show after the test has passed: a task still runs, nobody sees an error, a
 * server stays open. The loop knows of them, so they fail the test. The loop runs in debug mode, because the
 * report of a leaked task should say where the task was made.
 */

import { type Awaitable, currentTask, type ExceptionContext, ExceptionGroup } from '@acoro/core'
import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/checks.ts'
import { endedByRunner } from '../base/failures.ts'
import { asError, textOf } from '../base/text.ts'
import { installGlobals } from '../globals/install-globals.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { awaitable } from '../virtual/promised.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { isAsyncFunction } from './async-function.ts'
import { Turns } from './turns.ts'

export interface VirtualOptions extends VirtualLoopOptions {
  /**
   * Puts the globals on the clock of the loop while the test runs: see `installGlobals`. By default only if
   * the body is an async function. Such tests run one after another, also those the runner calls concurrent.
   */
  globals?: boolean | undefined
  /** Fails the test if tasks, servers or connections are left over; true by default. */
  leaks?: boolean | undefined
  /** Runs the loop in debug mode; true by default. */
  debug?: boolean | undefined
}

const OPTIONS: OptionKinds = { ...LOOP_OPTIONS, globals: 'boolean', leaks: 'boolean', debug: 'boolean' }

/**
 * The body of a test, an async function too. It receives the loop, then what the runner passes to its tests:
 * a context, or a row of `each`.
 */
export type VirtualBody<Args extends unknown[] = []> = (
  loop: VirtualLoop,
  ...args: Args
) => Awaitable<unknown> | Promise<unknown>

/** There is one set of globals. */
const globalsTurns = new Turns()

/**
 * Returns a test function that runs `body` on a new VirtualLoop. The test also fails if tasks, servers or
 * connections are left over, and if an error was never retrieved. The body may use promises, or be an async
 * function: then timers, `Date` and the like are those of the loop, and a promise that nobody will settle is
 * a DeadlockError. If the runner's time limit passes and its context has a `signal`, the test is cancelled.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 *
 * const test = virtual(function* (loop) {
 *   yield* sleep(1000)
 *   if (loop.time() !== 1000) throw new Error('late')
 *   loop.createTask(sleep(5000), { name: 'forgotten' })
 * })
 * await test() // throws LeakError: 1 thing was left over:…
 * ```
 */
export function virtual<Args extends unknown[] = []>(
  body: VirtualBody<Args>,
  options: VirtualOptions = {},
): (...args: Args) => Promise<void> {
  checkFunction(body, 'the body of a test')
  checkOptions(options, 'virtual()', OPTIONS)
  // Without a declared argument: Jest, Mocha and Bun call one `done` and wait until it is called.
  return function (this: unknown, ...args: Args): Promise<void> {
    return runTest((loop) => body.call(this, loop, ...args), isAsyncFunction(body), options, args)
  }
}

async function runTest(
  body: (loop: VirtualLoop) => Awaitable<unknown> | Promise<unknown>,
  isAsync: boolean,
  options: VirtualOptions,
  args: readonly unknown[],
): Promise<void> {
  const fakes = options.globals ?? isAsync
  const done = fakes ? await globalsTurns.next() : () => {}
  const errors: Error[] = []
  const loop = new VirtualLoop(options)
  loop.setDebug(options.debug ?? true)
  loop.setExceptionHandler((_loop, reported) => void errors.push(unhandled(reported)))
  const limit = signalOf(args)
  let giveUp = () => {}
  const onLimit = () => giveUp()
  limit?.addEventListener('abort', onLimit)
  try {
    if (fakes) installGlobals(loop)
    await loop.runAsync(function* () {
      const task = currentTask()
      giveUp = () => {
        console.error(endedByRunner(loop, loop._queue.steps))
        task?.cancel('the test runner ended the test')
      }
      if (limit?.aborted === true) giveUp()
      yield* awaitable(body(loop), loop, 'the promise of the test')
      if (options.leaks !== false) loop.expectNoLeaks()
    })
  } catch (error) {
    errors.unshift(asError(error))
  } finally {
    limit?.removeEventListener('abort', onLimit)
    // Closing reports unretrieved errors, and restores the globals.
    loop.close()
    done()
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new ExceptionGroup('the test failed, and not only once', errors)
}

/** The signal in the context of vitest and node:test: it is aborted when the time limit has passed. */
function signalOf(args: readonly unknown[]): AbortSignal | undefined {
  for (const context of args) {
    try {
      const { signal } = context as { readonly signal?: unknown }
      if (signal instanceof AbortSignal) return signal
    } catch {
      // A row of `each` may hold anything.
    }
  }
  return undefined
}

function unhandled(context: ExceptionContext): Error {
  const { message, exception, sourceTraceback } = context
  // The program may have thrown undefined.
  const what = 'exception' in context ? `${message}: ${textOf(exception)}` : message
  const made = typeof sourceTraceback === 'string' ? `\nIt was made\n${sourceTraceback}` : ''
  return new Error(`${what}${made}`, { cause: exception })
}
