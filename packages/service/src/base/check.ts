/** Checks of arguments: a wrong one fails at the call, with the same words everywhere. */

import {
  type CheckOption,
  checkOption,
  checkOptions,
  describeValue,
  duration,
  type OptionKinds,
} from '@acoro/core/lowlevel'

/** Checks options, and copies them: what becomes of the object afterwards changes nothing. */
export function checkedCopy<O extends object>(options: O | undefined, where: string, kinds: OptionKinds): O {
  checkFew(options, where, kinds)
  if (options === undefined || isPlain(options)) return { ...(options as O) }
  // Inherited ones count, too.
  const copy: Record<string, unknown> = {}
  for (const name in kinds) copy[name] = options[name as keyof O]
  return copy as O
}

/** As `checkOptions`, and faster if few of many options are given. */
export function checkFew(options: unknown, where: string, kinds: OptionKinds): void {
  if (!isPlain(options)) {
    checkOptions(options, where, kinds)
    return
  }
  const given = options as Record<string, unknown>
  for (const name in given) checkGiven(given[name], name, where, kinds)
}

/** An object literal: nothing inherited counts, and it is neither a list nor an awaitable. */
export function isPlain(options: unknown): boolean {
  return (
    typeof options === 'object' && options !== null && Object.getPrototypeOf(options) === Object.prototype
  )
}

function checkGiven(value: unknown, name: string, where: string, kinds: OptionKinds): void {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (value !== undefined && kind !== undefined) checkOption(value, `the option ${name} of ${where}`, kind)
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
  if (typeof value === 'function') return
  const cure = typeof value === 'object' && value !== null ? ': pass the function, without calling it' : ''
  throw new TypeError(`Expected ${what}, a function, got ${describeValue(value)}${cure}`)
}

/** A number between two others, both included. */
export function numberIn(least: number, most: number): CheckOption {
  const wanted = most === Infinity ? `a number of at least ${least}` : `a number from ${least} to ${most}`
  return (value, what) => {
    if (typeof value !== 'number') {
      throw new TypeError(`Expected ${what} to be ${wanted}, got ${describeValue(value)}`)
    }
    if (!(value >= least && value <= most)) {
      throw new RangeError(`Expected ${what} to be ${wanted}, got ${value}`)
    }
  }
}

/** A time in ms that is more than 0 and ends. */
export const period: CheckOption = (value, what) => {
  duration(value, what)
  if (value === 0) throw new RangeError(`Expected ${what} in milliseconds, more than 0, got 0`)
}
