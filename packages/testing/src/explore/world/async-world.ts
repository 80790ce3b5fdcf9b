/**
 * What an async function sees of the world while it is explored: timers and clocks of the loop. What it does
 * to the world: a rejection that nobody handles, which is a failure of the order that is tried.
 */

import { asError, textOf } from '../../base/text.ts'
import { type InstalledGlobals, installGlobals } from '../../globals/install-globals.ts'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import { hearRejections, type Rejections } from './rejections.ts'

export class AsyncWorld implements Disposable {
  #globals: InstalledGlobals | null = null
  /** Why the globals could not be installed. */
  refused: Error | null = null
  #rejection: Error | null = null
  readonly #rejections: Rejections

  constructor() {
    this.#rejections = hearRejections((reason) => {
      this.#rejection ??= new Error(`A promise was rejected, and nobody handled it: ${textOf(reason)}`, {
        cause: reason,
      })
    })
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

  /** Resolves when the rejections so far are known. */
  settled(): Promise<void> {
    return this.#rejections.settled()
  }

  /** The first rejection that nobody handled since the last call. */
  takeRejection(): Error | null {
    const rejection = this.#rejection
    this.#rejection = null
    return rejection
  }

  [Symbol.dispose](): void {
    this.#globals?.uninstall()
    this.#rejections[Symbol.dispose]()
  }
}
