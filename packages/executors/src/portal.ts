/**
 * The way back: what a worker may call in the loop.
 *
 * A portal is made in the loop with the functions it offers, and given to a job as an argument of its own; in the
 * worker it is called by name. Both ends have the same two methods, those asyncio has for foreign threads. What is
 * offered runs in the loop, in a copy of the context the portal was made in.
 */

import {
  type Awaitable,
  type Context,
  copyContext,
  type EventLoop,
  getRunningLoop,
  isAwaitable,
  RuntimeError,
  type Task,
} from '@acoro/core'
import { coroutineOf, describeValue } from '@acoro/core/lowlevel'
import { portalBrand } from './cloneable.ts'

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

/** The loop's end. */
export class LoopPortal {
  static {
    Object.defineProperty(LoopPortal.prototype, portalBrand, { value: true })
  }
  readonly #loop: EventLoop
  readonly #handlers: PortalHandlers
  readonly #context: Context

  constructor(loop: EventLoop, handlers: PortalHandlers) {
    this.#loop = loop
    this.#handlers = handlers
    this.#context = copyContext()
  }

  get names(): readonly string[] {
    return Object.keys(this.#handlers)
  }

  callSoonThreadsafe(name: string, ...args: unknown[]): void {
    this.#loop.callSoonThreadsafe(() => {
      const result = this.#call(name, args)
      if (!isAwaitable(result)) return
      coroutineOf(result)[Symbol.iterator]().return?.(undefined)
      throw new TypeError(
        `${name} is a coroutine function: a worker has to wait for it, with runCoroutineThreadsafe`,
      )
    })
  }

  /** A property of the portal itself: cloning fails on it, so a portal deep inside of an argument does not get lost. */
  readonly runCoroutineThreadsafe = (name: string): never => {
    throw new RuntimeError(
      `runCoroutineThreadsafe('${name}') would block the loop it waits for: in the loop, await the coroutine itself`,
    )
  }

  /** Runs a handler for a worker that waits; the task, where there is one, can be cancelled. */
  run(
    name: string,
    args: readonly unknown[],
    began: (task: Task<unknown>) => void,
    succeeded: (value: unknown) => void,
    failed: (error: unknown) => void,
  ): void {
    this.#loop.callSoonThreadsafe(() => {
      try {
        const result = this.#call(name, args)
        if (!isAwaitable(result)) {
          Promise.resolve(result).then(succeeded, failed)
          return
        }
        const task = this.#loop.createTask(coroutineOf(result), { context: this.#context.copy() })
        task.addDoneCallback(() => {
          try {
            succeeded(task.result())
          } catch (error) {
            failed(error)
          }
        })
        began(task)
      } catch (error) {
        failed(error)
      }
    })
  }

  #call(name: string, args: readonly unknown[]): unknown {
    return this.#context.copy().run(() => this.#handlers[name]?.(...args))
  }
}

/**
 * Offers functions of the loop, plain ones and coroutine functions, to the jobs that are given the portal as an
 * argument. To be called in a running loop.
 *
 * @example
 * ```ts
 * import { coroutine, run, sleep } from '@acoro/core'
 * import { createPortal } from '@acoro/executors'
 *
 * await run(function* main() {
 *   const portal = createPortal({
 *     progress: (done: number) => console.log(`${done} %`),
 *     lookup: coroutine(function* lookup(key: string) {
 *       return key.length
 *     }),
 *   })
 *   portal.callSoonThreadsafe('progress', 50)
 *   yield* sleep(0) // prints: 50 %
 * })
 * ```
 */
export function createPortal<H extends PortalHandlers>(handlers: H): Portal<H> {
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError(`Expected an object of functions a worker may call, got ${describeValue(handlers)}`)
  }
  for (const [name, handler] of Object.entries(handlers)) {
    if (typeof handler !== 'function') {
      throw new TypeError(`Expected ${name} of the portal to be a function, got ${describeValue(handler)}`)
    }
  }
  return new LoopPortal(getRunningLoop(), handlers) as unknown as Portal<H>
}
