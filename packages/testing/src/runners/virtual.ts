/**
 * A coroutine as a test, for any runner that takes a function.
 *
 * Most of what goes wrong in concurrent code goes wrong after the test has passed: a task still runs, an error reaches nobody,
 * a server stays open. The loop knows all of these, so they fail the test. It runs in debug mode, because where a leaked
 * task was made is what one wants to know.
 */

import { type Awaitable, type ExceptionContext, ExceptionGroup } from '@acoro/core'
import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/checks.ts'
import { asError, textOf } from '../base/text.ts'
import { installGlobals } from '../globals/install-globals.ts'
import { LOOP_OPTIONS, VirtualLoop, type VirtualLoopOptions } from '../virtual/virtual-loop.ts'

export interface VirtualOptions extends VirtualLoopOptions {
  /** Puts the globals under the loop's clock while the test runs: see `installGlobals`. */
  globals?: boolean | undefined
  /** Tasks and what else is left over fail the test; true unless given. */
  leaks?: boolean | undefined
  /** Debug mode of the loop; true unless given. */
  debug?: boolean | undefined
}

const OPTIONS: OptionKinds = { ...LOOP_OPTIONS, globals: 'boolean', leaks: 'boolean', debug: 'boolean' }

/** The body of a test: `context` is whatever the runner gives to its tests. */
export type VirtualBody<Context> = (loop: VirtualLoop, context: Context) => Awaitable<unknown>

/**
 * A test function that runs `body` on a VirtualLoop of its own. It also fails on tasks, servers and connections that are
 * left over, and on errors that nobody retrieved. Promises may take part.
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
  return (context) => runTest(body, options, context)
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
    if (options.globals === true) installGlobals(loop)
    await loop.runAsync(function* () {
      yield* body(loop, context)
      if (options.leaks !== false) loop.expectNoLeaks()
    })
  } catch (error) {
    errors.unshift(asError(error))
  } finally {
    // Closing reports what nobody retrieved, and gives the globals back.
    loop.close()
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new ExceptionGroup('the test failed, and not only once', errors)
}

function unhandled(context: ExceptionContext): Error {
  const { message, exception, sourceTraceback } = context
  // undefined may have been thrown, too.
  const what = 'exception' in context ? `${message}: ${textOf(exception)}` : message
  const made = typeof sourceTraceback === 'string' ? `\nIt was made\n${sourceTraceback}` : ''
  return new Error(`${what}${made}`, { cause: exception })
}
