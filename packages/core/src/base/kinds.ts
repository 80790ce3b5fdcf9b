/** Kinds of options that a list of types does not tell: numbers within limits, and times. See options.ts. */

import { checkMilliseconds, describeValue } from './errors.ts'
import type { CheckOption } from './options.ts'

/**
 * A whole number of at least `least`; with `orInfinity`, Infinity stands for no limit. TypeError for anything
 * but a number, RangeError for another number.
 *
 * @example
 * ```ts
 * import { checkOptions, countFrom } from '@acoro/core/lowlevel'
 *
 * const kinds = { size: countFrom(1) }
 * checkOptions({ size: 0 }, 'open()', kinds) // throws RangeError: Expected the option size of open() to be a whole number of at least 1, got 0
 * ```
 */
export function countFrom(least: number, orInfinity = false): CheckOption {
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

/**
 * A time in ms that is not negative; Infinity stands for no limit. TypeError and RangeError as for
 * `countFrom`.
 */
export const durationOrInfinity: CheckOption = (value, what) => {
  checkMilliseconds(value, what)
  if ((value as number) < 0) throw new RangeError(`Expected ${what} in milliseconds, 0 or more, got ${value}`)
}

/** A time in ms that is not negative, and finite. TypeError and RangeError as for `countFrom`. */
export const duration: CheckOption = (value, what) => {
  durationOrInfinity(value, what)
  if (value === Infinity) throw new RangeError(`Expected ${what} in milliseconds, finite, got Infinity`)
}
