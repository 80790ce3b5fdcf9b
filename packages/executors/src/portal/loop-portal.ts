/** The loop's end of a portal: runs what a worker calls, in a copy of the context the portal was made in. */

import { type Context, copyContext, type EventLoop, isAwaitable, RuntimeError, type Task } from '@acoro/core'
import { coroutineOf } from '@acoro/core/lowlevel'
import { portalBrand } from '../message/cloneable.ts'
import type { PortalHandlers } from './portal.ts'

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
