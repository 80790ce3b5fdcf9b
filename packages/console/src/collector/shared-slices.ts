/**
 * Long looks at the program that take turns: between two turns of the program's thread there is one slice of
 * one of them, however many viewers ask at once.
 */

import { performance } from 'node:perf_hooks'
import type { Sliced } from '@acoro/core/lowlevel'

/** How many pieces run between two reads of the clock. */
const UNWATCHED = 16

interface Look {
  /** One slice; true if it was the last. */
  step(until: number): boolean
}

export class SharedSlices {
  readonly #slice: number
  readonly #looks: Look[] = []

  /** Keeps the thread for about `slice` ms at a time. */
  constructor(slice: number) {
    this.#slice = slice
  }

  /** Rejects with what the look throws. `onSlice` is called after each slice with the ms that it took. */
  run<T>(look: Sliced<T>, onSlice?: (ms: number) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const step = (until: number): boolean => {
        const began = performance.now()
        const next = stepped(look, until)
        onSlice?.(performance.now() - began)
        if (next.done === true) resolve(next.value)
        return next.done === true
      }
      const guarded = (until: number): boolean => {
        try {
          return step(until)
        } catch (error) {
          reject(error)
          return true
        }
      }
      if (this.#looks.push({ step: guarded }) === 1) setImmediate(this.#turn)
    })
  }

  readonly #turn = (): void => {
    const look = this.#looks.shift() as Look
    if (!look.step(performance.now() + this.#slice)) this.#looks.push(look)
    if (this.#looks.length > 0) setImmediate(this.#turn)
  }
}

function stepped<T>(look: Sliced<T>, until: number): IteratorResult<undefined, T> {
  for (;;) {
    for (let piece = 0; piece < UNWATCHED; piece++) {
      const next = look.next()
      if (next.done === true) return next
    }
    if (performance.now() >= until) return { done: false, value: undefined }
  }
}
