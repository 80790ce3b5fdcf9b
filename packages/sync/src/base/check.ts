/** Checks of arguments, so that a wrong one fails at the call and says the same thing everywhere. */

import { describeValue } from '@acoro/core/lowlevel'

/** A whole number of at least `least`: TypeError where it is no number, RangeError where it is another one. */
export function checkCount(value: unknown, what: string, least: number): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${what}, a whole number of at least ${least}, got ${describeValue(value)}`)
  }
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`Expected ${what}, a whole number of at least ${least}, got ${value}`)
  }
}

/** Like `checkCount`, with Infinity for «no limit». */
export function checkLimit(value: unknown, what: string, least: number): asserts value is number {
  if (value !== Number.POSITIVE_INFINITY) checkCount(value, what, least)
}

export function checkFunction(value: unknown, what: string): void {
  if (typeof value !== 'function')
    throw new TypeError(`Expected ${what}, a function, got ${describeValue(value)}`)
}
