/**
 * The way back: what a worker may call in the loop.
 *
 * A portal is made in the loop with the functions it offers, and given to a job as an argument of its own; in the
 * worker it is called by name. Both ends have the same two methods, those asyncio has for foreign threads.
 */

import type { Awaitable } from '@acoro/core'

// biome-ignore lint/suspicious/noExplicitAny: a handler takes whatever the worker sends.
export type PortalHandlers = Record<string, (...args: any[]) => unknown>

/** What waiting for the outcome of a handler gives. */
export type PortalResult<R> = R extends Awaitable<infer T> ? T : Awaited<R>

/** What a worker may call in the loop. Python: `anyio.BlockingPortal`. */
export interface Portal<H> {
  /** Calls a handler through the loop and does not wait; what it throws goes to the loop's exception handler. */
  callSoonThreadsafe<K extends keyof H & string>(
    name: K,
    ...args: H[K] extends (...args: infer A) => unknown ? A : never
  ): void
  /**
   * Runs a handler, a coroutine function or a plain one, and blocks the worker until there is a result, which it gives,
   * or an error, which it throws: CancelledError where the job was cancelled meanwhile. RuntimeError in the loop's own
   * thread, which it would block for ever.
   */
  runCoroutineThreadsafe<K extends keyof H & string>(
    name: K,
    ...args: H[K] extends (...args: infer A) => unknown ? A : never
  ): H[K] extends (...args: never[]) => infer R ? PortalResult<R> : never
}

/** Refuses a name that no handler has, on both ends. */
export function checkHandlerName(name: unknown, names: readonly string[]): void {
  if (names.includes(name as string)) return
  throw new TypeError(
    `Expected the name of a handler of the portal (${names.join(', ')}), got ${typeof name === 'string' ? name : typeof name}`,
  )
}
