/**
 * Long looks at a program in slices, so that the program goes on in between.
 *
 * Such a look is a generator that yields after each small piece, and returns its result. The viewer decides how
 * long it keeps the thread. Between two slices the program may change, so a look copes with tasks that have ended.
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

/**
 * Runs a look that keeps the thread for at most about `slice` ms at a time (4 by default). In between, all else of
 * the process has its turn. The promise rejects with what the look throws. RangeError for a slice that is no number.
 */
export async function inSlices<T>(look: Sliced<T>, options: { slice?: number | undefined } = {}): Promise<T> {
  if (typeof look?.next !== 'function') {
    throw new TypeError(`Expected a look in slices, got ${describeValue(look)}`)
  }
  const slice = options.slice ?? 4
  checkMilliseconds(slice, 'a slice')
  const host = new DefaultHost()
  for (;;) {
    const until = host.now() + slice
    do {
      for (let piece = 0; piece < UNWATCHED; piece++) {
        const next = look.next()
        if (next.done === true) return next.value
      }
    } while (host.now() < until)
    await new Promise<void>((resolve) => host.breathe(resolve))
  }
}
