/** Checks of arguments: a wrong one fails at the call, with the same words everywhere. */

import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'

type Check = (value: unknown, what: string) => void

/** A whole number of at least `least`; with `orInfinity`, no limit is one, too. */
export function countFrom(least: number, orInfinity = false): Check {
  const wanted = `a whole number of at least ${least}${orInfinity ? ', or Infinity' : ''}`
  return (value, what) => {
    if (typeof value !== 'number') {
      throw new TypeError(`Expected ${what} to be ${wanted}, got ${describeValue(value)}`)
    }
    if (orInfinity && value === Infinity) return
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`Expected ${what} to be ${wanted}, got ${value}`)
    }
  }
}

/** A time in ms that is not negative; `Infinity` stands for no limit. */
export const durationOrInfinity: Check = (value, what) => {
  checkMilliseconds(value, what)
  if ((value as number) < 0) throw new RangeError(`Expected ${what} in milliseconds, 0 or more, got ${value}`)
}

/** A time in ms that is not negative and ends. */
export const duration: Check = (value, what) => {
  durationOrInfinity(value, what)
  if (value === Infinity) throw new RangeError(`Expected ${what} in milliseconds, finite, got Infinity`)
}
