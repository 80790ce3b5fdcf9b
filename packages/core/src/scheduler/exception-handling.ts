/**
 * Errors that no code awaits: they go to the loop's exception handler, and never stop the loop.
 *
 * A handler may throw. So may the default handler of a subclass, a getter of an error, or the console. So
 * each level falls back on the next, and the last one cannot fail.
 */

import type { EventLoop } from '../base/above.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import { errorText, readSafely, textOf } from '../base/text.ts'
import type { Context, Snapshot } from '../current/context.ts'
import { world } from '../current/host.ts'
import { state } from '../current/state.ts'
import type { Handle } from './handle.ts'

/** What an exception handler receives: always a `message`, the other keys if they apply. */
export interface ExceptionContext {
  message: string
  exception?: unknown
  future?: unknown
  task?: unknown
  handle?: Handle
  asyncgen?: unknown
  protocol?: unknown
  transport?: unknown
  [key: string]: unknown
}

export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void

/** The part of a loop that reports errors. */
export abstract class ExceptionReporter {
  #exceptionHandler: ExceptionHandler | null = null

  /**
   * Sets the function that receives each error no code awaits; null restores the default.
   * asyncio: `loop.set_exception_handler`.
   */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && (typeof handler !== 'function' || makesCoroutines(handler))) {
      throw new TypeError(
        `Expected an exception handler, a plain function or null, got ${describeValue(handler)}`,
      )
    }
    this.#exceptionHandler = handler
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler
  }

  /**
   * Reports an error that no code awaits. Never throws, whatever the handler does.
   * asyncio: `loop.call_exception_handler`.
   */
  callExceptionHandler(context: ExceptionContext): void {
    const outer = state.context
    try {
      const about = (context.task ?? context.future) as { _context?: Context | Snapshot } | undefined
      // A task's error is handled in the context of the task. A callback's is handled in that of the
      // callback, the current one.
      if (about?._context !== undefined) state.context = about._context
      const handler = this.#exceptionHandler
      if (handler === null) this.#reportByDefault(context, 'Exception in default exception handler')
      else this.#reportTo(handler, context)
    } catch (error) {
      sayLastWords('An exception could not be reported', error, context)
    } finally {
      state.context = outer
    }
  }

  #reportTo(handler: ExceptionHandler, context: ExceptionContext): void {
    try {
      handler(this as never as EventLoop, context)
    } catch (error) {
      this.#reportByDefault(
        { message: 'Unhandled error in exception handler', exception: error, context },
        'Exception in default exception handler while handling an unexpected error in custom exception handler',
      )
    }
  }

  /** A subclass may override the default handler, and the override may throw. */
  #reportByDefault(context: ExceptionContext, failure: string): void {
    try {
      this.defaultExceptionHandler(context)
    } catch (error) {
      sayLastWords(failure, error, context)
    }
  }

  /** Prints the message, the rest of the context by name, and the error with its stack. */
  defaultExceptionHandler(context: ExceptionContext): void {
    const lines = [context.message || 'Unhandled exception in event loop']
    for (const key of Object.keys(context).sort()) {
      if (key !== 'message' && key !== 'exception') lines.push(`${key}: ${printed(context[key])}`)
    }
    if ('exception' in context) lines.push(thrownText(context.exception))
    world.console.error(lines.join('\n'))
  }
}

function printed(value: unknown): string {
  return typeof value === 'object' && value !== null ? textOf(value) : describeValue(value)
}

/** Prints what is known after even the default exception handler has failed. Cannot fail. */
export function sayLastWords(what: string, error: unknown, about: unknown): void {
  const message = readSafely(about, 'message')
  const lines = [what, thrownText(error)]
  if (typeof message === 'string' && message !== '') lines.push(`while reporting: ${message}`)
  try {
    world.console.error(lines.join('\n'))
  } catch {
    // The console has failed: nothing is left to report to.
  }
}

function thrownText(thrown: unknown): string {
  return thrown === undefined ? 'undefined was thrown' : errorText(thrown)
}
