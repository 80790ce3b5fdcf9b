/**
 * Runs one program under one order after another, on one loop: made anew for each of 100,000 runs, the loops
 * would take longer than the programs.
 */

import type { Awaitable, EventLoop, ExceptionContext } from '@acoro/core'
import { textOf } from '../base/text.ts'
import { VirtualLoop, type VirtualLoopOptions } from '../virtual/virtual-loop.ts'
import { Choices, type Order } from './order.ts'
import { Trace } from './trace.ts'

/** The program: run from its beginning each time, so what it shares it has to make itself. */
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

  /** Runs the program under `order`; `choices` has what was chosen. */
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

  /** The same, with a trace. */
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

  /** What a run left on the loop is no business of the next one. */
  #rewind(): void {
    if (this.#loop._rewind()) return
    this.#loop[Symbol.dispose]()
    this.#loop = this.#newLoop()
  }

  #newLoop(): VirtualLoop {
    const loop = new VirtualLoop(this.#options)
    loop._queue.choose = this.choices.choose
    loop.setExceptionHandler((_loop: EventLoop, context: ExceptionContext) => {
      // When the collector comes by is no matter of order.
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
