/**
 * A coroutine or an async function as a test, for any runner that accepts functions.
 *
 * Most errors in concurrent code show after the test has passed: a task still runs, nobody sees an error, a
 * server stays open. The loop knows of them, so they fail the test. The loop runs in debug mode, because the
 * report of a leaked task should say where the task was made.
 */

import { type Awaitable, type ExceptionContext, ExceptionGroup } from '@acoro/core'
import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/checks.ts'
import { asError, textOf } from '../base/text.ts'
import { installGlobals } from '../globals/install-globals.ts'
import { LOOP_OPTIONS, type VirtualLoopOptions } from '../virtual/loop-options.ts'
import { awaitable } from '../virtual/promised.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'

export interface VirtualOptions extends VirtualLoopOptions {
  /**
   * Puts the globals on the clock of the loop while the test runs: see `installGlobals`. By default only if
   * the body is an async function.
   */
  globals?: boolean | undefined
  /** Fails the test if tasks, servers or connections are left over; true by default. */
  leaks?: boolean | undefined
  /** Runs the loop in debug mode; true by default. */
  debug?: boolean | undefined
}

const OPTIONS: OptionKinds = { ...LOOP_OPTIONS, globals: 'boolean', leaks: 'boolean', debug: 'boolean' }

/** The body of a test, an async function too. `context` is what the runner passes to its tests. */
export type VirtualBody<Context> = (
  loop: VirtualLoop,
  context: Context,
) => Awaitable<unknown> | Promise<unknown>

/**
 * Returns a test function that runs `body` on a new VirtualLoop. The test also fails if tasks, servers or
 * connections are left over, and if an error was never retrieved. The body may use promises, or be an async
 * function: then timers, `Date` and the like are those of the loop, and a promise that nobody will settle is a
 * DeadlockError.
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
export function virtual<Context = void>(
  body: VirtualBody<Context>,
  options: VirtualOptions = {},
): (context: Context) => Promise<void> {
  checkFunction(body, 'the body of a test')
  checkOptions(options, 'virtual()', OPTIONS)
  // Without a declared argument: Jest and Mocha call one `done` and wait until it is called.
  return (...[context]) => runTest(body, options, context)
}

async function runTest<Context>(
  body: VirtualBody<Context>,
  options: VirtualOptions,
  context: Context,
): Promise<void> {
  const errors: Error[] = []
  const loop = new VirtualLoop(options)
  loop.setDebug(options.debug ?? true)
  loop.setExceptionHandler((_loop, reported) => void errors.push(unhandled(reported)))
  try {
    if (options.globals ?? isAsyncFunction(body)) installGlobals(loop)
    await loop.runAsync(function* () {
      yield* awaitable(body(loop, context), loop, 'the promise of the test')
      if (options.leaks !== false) loop.expectNoLeaks()
    })
  } catch (error) {
    errors.unshift(asError(error))
  } finally {
    // Closing reports unretrieved errors, and restores the globals.
    loop.close()
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new ExceptionGroup('the test failed, and not only once', errors)
}

/** Compilers make plain functions of async ones, which call a helper. */
const LOWERED = /\b(?:__acoro|__awaiter\b|__async\b|_?asyncToGenerator\b|_async_to_generator\b)/

function isAsyncFunction(body: unknown): boolean {
  if (Object.prototype.toString.call(body) === '[object AsyncFunction]') return true
  return LOWERED.test(Function.prototype.toString.call(body))
}

function unhandled(context: ExceptionContext): Error {
  const { message, exception, sourceTraceback } = context
  // The program may have thrown undefined.
  const what = 'exception' in context ? `${message}: ${textOf(exception)}` : message
  const made = typeof sourceTraceback === 'string' ? `\nIt was made\n${sourceTraceback}` : ''
  return new Error(`${what}${made}`, { cause: exception })
}
