/** Checks of arguments: a wrong one fails at the call, with the same words everywhere. */

import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'

/**
 * Requires an integer of at least `least`. TypeError if it is not a number, RangeError if it is a wrong one.
 */
export function checkCount(value: unknown, what: string, least: number): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`Expected ${what}, a whole number of at least ${least}, got ${describeValue(value)}`)
  }
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`Expected ${what}, a whole number of at least ${least}, got ${value}`)
  }
}

/** Like `checkCount`, and allows Infinity for «no limit». */
export function checkLimit(value: unknown, what: string, least: number): asserts value is number {
  if (value !== Number.POSITIVE_INFINITY) checkCount(value, what, least)
}

/** Checks options that cannot be left out. */
export function checkNeeded(options: unknown, where: string, kinds: OptionKinds): void {
  if (options === undefined) {
    const names = Object.keys(kinds).join(', ')
    throw new TypeError(`Expected the options of ${where} as an object, { ${names} }, got undefined`)
  }
  checkOptions(options, where, kinds)
}

export function checkFunction(value: unknown, what: string): void {
  if (typeof value !== 'function') {
    throw new TypeError(`Expected ${what}, a function, got ${describeValue(value)}`)
  }
}
