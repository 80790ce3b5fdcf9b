/**
 * Long looks at a program in slices, so that the program goes on in between.
 *
 * Such a look is a generator that yields after each small piece, and returns its result. The viewer decides
 * how long it keeps the thread. Between two slices the program may change, so a look copes with tasks that
 * have ended.
 */

import { checkMilliseconds, describeValue } from '../base/errors.ts'
import { DefaultHost } from '../current/host.ts'

/** A look in pieces of some microseconds each. Drive it by `atOnce`, by `inSlices`, or by hand. */
export type Sliced<T> = Generator<undefined, T, unknown>

/** How many pieces run between two reads of the clock. */
const UNWATCHED = 16

/** Runs a look to its end. */
export function atOnce<T>(look: Sliced<T>): T {
  for (;;) {
    const next = look.next()
    if (next.done === true) return next.value
  }
}

export interface SliceOptions {
  /** The ms for which it keeps the thread at a time. 4 by default. */
  slice?: number | undefined
  /** Is called after each slice with the ms that it took. */
  onSlice?: ((ms: number) => void) | undefined
}

/**
 * Runs a look that keeps the thread for at most about `slice` ms at a time. In between, all else of the
 * process has its turn. The promise rejects with what the look or `onSlice` throws. RangeError for a slice
 * that is no number.
 */
export async function inSlices<T>(look: Sliced<T>, options: SliceOptions = {}): Promise<T> {
  if (typeof look?.next !== 'function') {
    throw new TypeError(`Expected a look in slices, got ${describeValue(look)}`)
  }
  const slice = options.slice ?? 4
  checkMilliseconds(slice, 'a slice')
  const host = new DefaultHost()
  for (;;) {
    const began = host.now()
    let next: IteratorResult<undefined, T>
    do {
      let piece = 0
      do next = look.next()
      while (next.done !== true && ++piece < UNWATCHED)
    } while (next.done !== true && host.now() - began < slice)
    options.onSlice?.(host.now() - began)
    if (next.done === true) return next.value
    await new Promise<void>((resolve) => host.breathe(resolve))
  }
}
