/** Checks of arguments: a wrong one fails at the call, with the same words everywhere. */

import {
  type CheckOption,
  checkMilliseconds,
  checkOptions,
  describeValue,
  type OptionKinds,
} from '@acoro/core/lowlevel'

/** A finite time in ms of at least `least`. */
export function durationFrom(least: number): CheckOption {
  return (value, what) => {
    checkMilliseconds(value, what)
    const ms = value as number
    if (ms >= least && ms < Infinity) return
    throw new RangeError(`Expected ${what} in milliseconds, ${least} or more and finite, got ${ms}`)
  }
}

/** Text that becomes part of a key in Redis, in which «:» separates the parts. */
export const keyPart: CheckOption = (value, what) => {
  if (typeof value !== 'string') {
    throw new TypeError(`Expected ${what} to be a string, got ${describeValue(value)}`)
  }
  if (value !== '' && !value.includes(':')) return
  throw new RangeError(`Expected ${what} to be text without «:», got ${JSON.stringify(value)}`)
}

/** As `checkOptions` of core, for options that cannot be left out. */
export function checkNeeded(options: unknown, where: string, kinds: OptionKinds): void {
  if (options === undefined) {
    throw new TypeError(`Expected the options of ${where} as an object, got undefined`)
  }
  checkOptions(options, where, kinds)
}
