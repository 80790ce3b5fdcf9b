/**
 * The end of a portal in the loop. It runs what a worker calls, in a copy of the context in which the portal
 * was made.
 */

import { types } from 'node:util'
import { type Context, copyContext, type EventLoop, isAwaitable, RuntimeError, type Task } from '@acoro/core'
import { coroutineOf } from '@acoro/core/lowlevel'
import { portalBrand } from '../message/cloneable.ts'
import { checkHandlerName, type PortalHandlers } from './portal.ts'

/** The end of a portal in the loop. */
export class LoopPortal {
  static {
    Object.defineProperty(LoopPortal.prototype, portalBrand, { value: true })
  }
  readonly #loop: EventLoop
  readonly #handlers: ReadonlyMap<string, PortalHandlers[string]>
  readonly #context: Context

  constructor(loop: EventLoop, handlers: PortalHandlers) {
    this.#loop = loop
    this.#handlers = new Map(Object.entries(handlers))
    this.#context = copyContext()
  }

  get names(): readonly string[] {
    return [...this.#handlers.keys()]
  }

  callSoonThreadsafe(name: string, ...args: unknown[]): void {
    checkHandlerName(name, this.names)
    this.#loop.callSoonThreadsafe(() => {
      const result = this.#call(name, args)
      if (!isAwaitable(result)) {
        this.#watch(name, result)
        return
      }
      coroutineOf(result)[Symbol.iterator]().return?.(undefined)
      throw new TypeError(
        `${name} is a coroutine function: a worker has to wait for it, with runCoroutineThreadsafe`,
      )
    })
  }

  /**
   * An own property, because it makes cloning fail: a portal deep inside of an argument would be lost without
   * a word.
   */
  readonly runCoroutineThreadsafe = (name: string): never => {
    throw new RuntimeError(
      `runCoroutineThreadsafe('${name}') would block the loop it waits for: in the loop, await the coroutine itself`,
    )
  }

  /**
   * Runs a handler for a worker that waits. If the handler is a coroutine function, `began` gets its task,
   * which can be cancelled.
   */
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

  /** An async handler returned a promise. Nobody awaits it, so its rejection is reported to the loop. */
  #watch(name: string, result: unknown): void {
    if (typeof result !== 'object' || result === null) return
    Promise.resolve(result).catch((exception: unknown) => {
      if (this.#loop.isClosed()) return
      this.#loop.callExceptionHandler({ message: `Exception in ${name} of a portal`, exception })
    })
  }

  #call(name: string, args: readonly unknown[]): unknown {
    return this.#context.copy().run(() => this.#handlers.get(name)?.(...args))
  }
}

/** Is it a portal of the loop? A Proxy is not asked, because it may be revoked. */
export function isLoopPortal(value: unknown): value is LoopPortal {
  return !types.isProxy(value) && value instanceof LoopPortal
}
