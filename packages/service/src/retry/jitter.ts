/**
 * Jitter: random delays, so that clients which failed together do not come back together.
 *
 * Invariant: a jittered delay is never above the plain one. 'full' and 'equal' are spread around the plain
 * schedule. Only 'decorrelated' looks at the last jittered delay, and at the cap it still spreads.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** How delays are made random. */
export type Jitter = 'full' | 'equal' | 'decorrelated'

export const jitters: readonly Jitter[] = ['full', 'equal', 'decorrelated']

export interface JitterOptions {
  /**
   * Returns a number from 0 to 1; `Math.random` by default. A seeded one makes a test do the same each time.
   */
  random?: (() => number) | undefined
}

export function* jittering(
  delays: Iterator<number>,
  kind: Jitter,
  random: (() => number) | undefined,
): Generator<number> {
  let first = 0
  let last = 0
  for (;;) {
    const step = delays.next()
    if (step.done === true) return
    const plain = step.value
    // A schedule may begin with 0, three times of which is no room to spread in.
    first ||= plain
    last ||= first
    const least = kind === 'full' ? 0 : kind === 'equal' ? plain / 2 : Math.min(first, plain)
    const most = kind === 'decorrelated' ? Math.max(least, Math.min(plain, 3 * last)) : plain
    last = least + drawn(random) * (most - least)
    yield last
  }
}

function drawn(random: (() => number) | undefined): number {
  const number: unknown = random === undefined ? Math.random() : random()
  if (typeof number === 'number' && number >= 0 && number <= 1) return number
  const got = typeof number === 'number' ? String(number) : describeValue(number)
  throw new RangeError(`Expected random to return a number from 0 to 1, got ${got}`)
}
