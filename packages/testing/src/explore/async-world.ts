/**
 * What an async function sees of the world while it is explored: timers and clocks of the loop. What it does
 * to the world: a rejection that nobody handles, which would end the process.
 *
 * A rejection reaches the listeners of the process, among them the test runner's, which fails the whole run.
 * Here it belongs to the order that is tried. So the other listeners are away for as long as the exploration
 * lasts.
 */

import { asError, textOf } from '../base/text.ts'
import { type InstalledGlobals, installGlobals } from '../globals/install-globals.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'

const EVENT = 'unhandledRejection'

type Listener = (reason: unknown) => void
interface Emitter {
  listeners(event: string): Listener[]
  on(event: string, listener: Listener): unknown
  off(event: string, listener: Listener): unknown
}

export class AsyncWorld implements Disposable {
  #globals: InstalledGlobals | null = null
  /** Why the globals could not be installed. */
  refused: Error | null = null
  #rejection: Error | null = null
  readonly #others: readonly Listener[]
  readonly #process: Emitter | undefined

  constructor() {
    const { process } = globalThis as { process?: Partial<Emitter> }
    this.#process = typeof process?.listeners === 'function' ? (process as Emitter) : undefined
    this.#others = this.#process?.listeners(EVENT) ?? []
    for (const other of this.#others) this.#process?.off(EVENT, other)
    this.#process?.on(EVENT, this.#noted)
  }

  /** Puts the globals on the clock of `loop`, if they are not. */
  install(loop: VirtualLoop): void {
    if (loop._globals !== null) return
    this.#globals?.uninstall()
    try {
      this.#globals = installGlobals(loop)
    } catch (error) {
      this.refused = asError(error)
    }
  }

  /** The first rejection that nobody handled since the last call. */
  takeRejection(): Error | null {
    const rejection = this.#rejection
    this.#rejection = null
    return rejection
  }

  [Symbol.dispose](): void {
    this.#globals?.uninstall()
    this.#process?.off(EVENT, this.#noted)
    for (const other of this.#others) this.#process?.on(EVENT, other)
  }

  readonly #noted = (reason: unknown): void => {
    this.#rejection ??= new Error(`A promise was rejected, and nobody handled it: ${textOf(reason)}`, {
      cause: reason,
    })
  }
}
