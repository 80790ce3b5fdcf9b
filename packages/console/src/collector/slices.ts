/**
 * Runs a look at the program in slices, so that it never keeps the thread for more than a few ms.
 *
 * Between two slices everything else of the process has its turn. The next slice does not keep the process
 * alive, so a program that ends does not wait for the console.
 */

import type { Sliced } from '@acoro/core/lowlevel'

/** The ms of a slice. */
const SLICE = 4
/** How many pieces run between two reads of the clock. */
const UNWATCHED = 16

/** Drives `look` to its end. Calls `between` after each slice. Rejects with what the look throws. */
export function inSlices<T>(look: Sliced<T>, between: (took: number) => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const slice = (): void => {
      const began = performance.now()
      try {
        do {
          for (let piece = 0; piece < UNWATCHED; piece++) {
            const next = look.next()
            if (next.done !== true) continue
            between(performance.now() - began)
            resolve(next.value)
            return
          }
        } while (performance.now() - began < SLICE)
        between(performance.now() - began)
        setImmediate(slice).unref()
      } catch (error) {
        reject(error)
      }
    }
    slice()
  })
}
