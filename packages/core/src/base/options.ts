/**
 * Options: the last argument of a function, an object with names, each of them optional.
 *
 * JavaScript takes whatever is handed over: `new Lock('accounts')` would make a lock without a name, and nobody would
 * hear of it. So every public function looks at its options at the call, before it does anything. An unknown name
 * is let through, because an object with more in it than is asked for is usual in JavaScript.
 */

import { checkMilliseconds, describeValue } from './errors.ts'

type Basic = 'string' | 'boolean' | 'function' | 'number' | 'count' | 'milliseconds' | 'object'

/**
 * What an option has to be, if it is not undefined. `count` is an integer from 0; a list names the strings that are
 * allowed; a function throws what is wrong, and is told what to call the value.
 */
export type OptionKind =
  | Basic
  | `${Basic} or null`
  | readonly string[]
  | ((value: unknown, what: string) => void)

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
 * Refuses options that are not an object, and each of `kinds` that is not what it says. Left out (undefined) is always
 * fine, for the whole and for each. TypeError for a wrong type; RangeError for NaN, for a count below 0 and for a
 * string that is none of a list. `where` is shown as it is: `Lock()`.
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

/** Refuses a value that is not of `kind`; `what` names it: `the option name of Lock()`, `the name of a queue`. */
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
    // NaN is a number, as far as `typeof` knows.
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
