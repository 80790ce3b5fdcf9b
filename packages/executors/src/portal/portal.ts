/**
 * The way from a worker back into the loop.
 *
 * A portal is made in the loop from the functions that it offers. A job gets it as an argument of its own,
 * and calls it by name. Both ends have the same two methods, those of asyncio for other threads.
 */

import type { Awaitable } from '@acoro/core'

// biome-ignore lint/suspicious/noExplicitAny: a handler takes whatever the worker sends.
export type PortalHandlers = Record<string, (...args: any[]) => unknown>

/** The result of waiting for a handler. */
export type PortalResult<R> = R extends Awaitable<infer T> ? T : Awaited<R>

/** Calls functions of the loop from a worker. Python: `anyio.BlockingPortal`. */
export interface Portal<H> {
  /**
   * Calls a handler in the loop and does not wait. An error of the handler goes to the exception handler of
   * the loop. TypeError if there is no such handler.
   */
  callSoonThreadsafe<K extends keyof H & string>(
    name: K,
    ...args: H[K] extends (...args: infer A) => unknown ? A : never
  ): void
  /**
   * Runs a handler, a coroutine function or a plain one, and blocks the worker until it has ended. Returns
   * its result or throws its error. CancelledError if the job was cancelled meanwhile. RuntimeError in the
   * thread of the loop, which it would block for ever.
   */
  runCoroutineThreadsafe<K extends keyof H & string>(
    name: K,
    ...args: H[K] extends (...args: infer A) => unknown ? A : never
  ): H[K] extends (...args: never[]) => infer R ? PortalResult<R> : never
}

/** Throws a TypeError if there is no handler of that name. */
export function checkHandlerName(name: unknown, names: readonly string[]): void {
  if (names.includes(name as string)) return
  throw new TypeError(
    `Expected the name of a handler of the portal (${names.join(', ')}), got ${typeof name === 'string' ? name : typeof name}`,
  )
}
