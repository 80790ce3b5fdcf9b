/**
 * Runs one program under many orders, on one loop. With a new loop for each of 100,000 runs, making the loops
 * would take longer than the programs.
 */

import type { Awaitable, EventLoop, ExceptionContext } from '@acoro/core'
import { textOf } from '../base/text.ts'
import { VirtualLoop, type VirtualLoopOptions } from '../virtual/virtual-loop.ts'
import { Choices, type Order } from './order.ts'
import { Trace } from './trace.ts'

/** The program. Each run starts it from the beginning, so it has to make what its tasks share. */
export type Explored<T = unknown> = () => Awaitable<T>

export interface Outcome<T> {
  readonly failed: boolean
  readonly value: T | undefined
  readonly error: unknown
}

export class Explorer<T> implements Disposable {
  readonly choices: Choices
  readonly #main: Explored<T>
  readonly #options: VirtualLoopOptions
  #loop: VirtualLoop
  #reported: Error | null = null

  constructor(main: Explored<T>, options: VirtualLoopOptions) {
    this.#main = main
    this.#options = options
    this.choices = new Choices({ pick: () => 0 })
    this.#loop = this.#newLoop()
  }

  /** Runs the program under `order`. Afterwards `choices` holds the choices that were made. */
  run(order: Order): Outcome<T> {
    this.#rewind()
    const loop = this.#loop
    this.choices.begin(order)
    this.#reported = null
    try {
      const value = loop.runSync(this.#main)
      return this.#reported === null
        ? { failed: false, value, error: undefined }
        : { failed: true, value, error: this.#reported }
    } catch (error) {
      return { failed: true, value: undefined, error }
    }
  }

  /** The same as `run`, with a trace. */
  trace(order: Order): Outcome<T> & { readonly trace: Trace } {
    this.#rewind()
    const trace = new Trace(this.#loop)
    this.#loop._queue.before = trace.step
    this.choices.onChoice = trace.choice
    const outcome = this.run(order)
    this.#loop._queue.before = null
    this.choices.onChoice = null
    return { ...outcome, trace }
  }

  [Symbol.dispose](): void {
    this.#loop[Symbol.dispose]()
  }

  /** Makes sure that nothing of the last run disturbs the next one. */
  #rewind(): void {
    if (this.#loop._rewind()) return
    this.#loop[Symbol.dispose]()
    this.#loop = this.#newLoop()
  }

  #newLoop(): VirtualLoop {
    const loop = new VirtualLoop(this.#options)
    loop._queue.choose = this.choices.choose
    loop.setExceptionHandler((_loop: EventLoop, context: ExceptionContext) => {
      // The garbage collector decides when this is reported, not the order of tasks.
      if (!context.message.endsWith('was never retrieved')) this.#report(context)
    })
    return loop
  }

  #report(context: ExceptionContext): void {
    this.#reported ??= new Error(`${context.message}: ${textOf(context.exception)}`, {
      cause: context.exception,
    })
  }
}
