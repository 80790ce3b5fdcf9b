/**
 * Options: the last argument of a function, an object with named properties, all of them optional.
 *
 * JavaScript accepts any argument. `new Lock('accounts')` would silently make a lock without a name. So every
 * public function checks its options when it is called, before it does anything else. An unknown name is
 * accepted, because JavaScript code often passes objects that have more properties than needed.
 */

import { checkMilliseconds, describeValue } from './errors.ts'

type Basic = 'string' | 'boolean' | 'function' | 'number' | 'count' | 'milliseconds' | 'object'

/** Throws if an option is wrong; `what` describes it. */
export type CheckOption = (value: unknown, what: string) => void

/**
 * The type of an option that is not undefined. `count` is an integer from 0. A list names the strings that
 * are allowed. A function receives the value and its description, and throws if the value is wrong.
 */
export type OptionKind = Basic | `${Basic} or null` | readonly string[] | CheckOption

/** The options of a function by name. */
export type OptionKinds = { readonly [name: string]: OptionKind }

const WANTED: Readonly<Record<Basic, string>> = {
  string: 'a string',
  boolean: 'true or false',
  function: 'a function',
  number: 'a number',
  count: 'an integer from 0',
  milliseconds: 'a number of milliseconds',
  object: 'an object',
}

const NONE: OptionKinds = {}

/**
 * Throws if the options are not an object, or if one of them is not of its kind. The whole, and each option,
 * may be undefined. TypeError for a wrong type; RangeError for NaN, for a count below 0 and for a string that
 * is not in a list. `where` is shown as it is: `Lock()`.
 *
 * @example
 * ```ts
 * import { checkOptions } from '@acoro/core/lowlevel'
 *
 * const kinds = { name: 'string', overflow: ['block', 'drop'] } as const
 * const open = (options?: { name?: string; overflow?: 'block' | 'drop' }) => checkOptions(options, 'open()', kinds)
 * open({ name: 'jobs' }) // => undefined
 * open('jobs' as never) // throws TypeError: Expected the options of open() as an object, { name, overflow }, got the string "jobs"
 * open({ name: 5 as never }) // throws TypeError: Expected the option name of open() to be a string, got the number 5
 * open({ overflow: 'no' as never }) // throws RangeError: Expected the option overflow of open() to be 'block' or 'drop', got the string "no"
 * ```
 */
export function checkOptions(options: unknown, where: string, kinds: OptionKinds = NONE): void {
  if (options === undefined) return
  if (!mayBeOptions(options)) {
    const names = Object.keys(kinds)
    const such = names.length === 0 ? '' : `, { ${names.join(', ')} }`
    throw new TypeError(`Expected the options of ${where} as an object${such}, got ${describeValue(options)}`)
  }
  for (const name in kinds) {
    const value = (options as Record<string, unknown>)[name]
    if (value !== undefined) checkOption(value, `the option ${name} of ${where}`, kinds[name] as OptionKind)
  }
}

/**
 * Throws if a value is not of `kind`. `what` names it: `the option name of Lock()`, `the name of a queue`.
 */
export function checkOption(value: unknown, what: string, kind: OptionKind): void {
  if (typeof kind === 'function') kind(value, what)
  else if (typeof kind === 'string') checkBasic(value, what, kind)
  else if (!kind.includes(value as string)) {
    const Wrong = typeof value === 'string' ? RangeError : TypeError
    throw new Wrong(`Expected ${what} to be ${listed(kind)}, got ${describeValue(value)}`)
  }
}

function checkBasic(value: unknown, what: string, kind: Basic | `${Basic} or null`): void {
  const orNull = kind.endsWith(' or null')
  if (orNull && value === null) return
  const basic = (orNull ? kind.slice(0, -' or null'.length) : kind) as Basic
  if (isOf(value, basic)) {
    // For `typeof` NaN is a number.
    if (basic === 'milliseconds') checkMilliseconds(value, what)
    return
  }
  const Wrong =
    typeof value === 'number' && (basic === 'count' || basic === 'number') ? RangeError : TypeError
  throw new Wrong(
    `Expected ${what} to be ${WANTED[basic]}${orNull ? ', or null' : ''}, got ${describeValue(value)}`,
  )
}

function isOf(value: unknown, basic: Basic): boolean {
  switch (basic) {
    case 'count':
      return Number.isInteger(value) && (value as number) >= 0
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value)
    case 'milliseconds':
      return typeof value === 'number'
    case 'object':
      return typeof value === 'object' && value !== null
    default:
      return typeof value === basic
  }
}

/** Lists, futures, coroutines and promises are objects, too; as options they are a mistake. */
function mayBeOptions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !('then' in value)
}

function listed(words: readonly string[]): string {
  const all = words.map((word) => `'${word}'`)
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}
