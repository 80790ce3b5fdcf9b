/** Reads the fields of an ask, which may hold anything. BadAsk says what was expected. */

import { MOST_ROWS } from '../../protocol/limits.ts'
import { BadAsk } from './http-server.ts'

export type RawAsk = Readonly<Record<string, unknown>>

export function wholeNumber(
  ask: RawAsk,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const value = Object.hasOwn(ask, name) ? ask[name] : otherwise
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
    return value
  throw new BadAsk(`Expected ${name} to be a whole number from ${least} to ${most}`)
}

/** The number of a task. Those of named tasks are negative. */
export function taskId(ask: RawAsk): number {
  const { id } = ask
  if (typeof id === 'number' && Number.isSafeInteger(id) && id !== 0) return id
  throw new BadAsk('Expected id to be the number of a task')
}

/** One of `words`, or undefined if it is not given. */
export function oneOf<T extends string>(ask: RawAsk, name: string, words: readonly T[]): T | undefined {
  const value = ask[name]
  if (value === undefined || words.includes(value as T)) return value as T | undefined
  throw new BadAsk(`Expected ${name} to be one of ${words.join(', ')}`)
}

/** True or false; false if it is not given. */
export function flag(ask: RawAsk, name: string): boolean {
  const value = ask[name] ?? false
  if (typeof value === 'boolean') return value
  throw new BadAsk(`Expected ${name} to be true or false`)
}

/** A text of at most 1000 characters. */
export function shortText(ask: RawAsk, name: string, otherwise: string): string {
  const value = ask[name] ?? otherwise
  if (typeof value === 'string' && value.length <= 1000) return value
  throw new BadAsk(`Expected ${name} to be a text of at most 1000 characters`)
}

export interface Range {
  readonly from: number
  readonly count: number
}

export function rangeOf(ask: RawAsk): Range {
  return {
    from: wholeNumber(ask, 'from', 0, 0, Number.MAX_SAFE_INTEGER),
    count: wholeNumber(ask, 'count', 50, 0, MOST_ROWS),
  }
}
