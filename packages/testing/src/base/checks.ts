/** Checks of arguments. Each throws at the call, with the name of the argument. */

import type { Body } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

/** A function, such as a program or a factory. */
export function checkFunction(value: unknown, what: string): void {
  if (typeof value !== 'function')
    throw new TypeError(`Expected ${what}, a function, got ${describeValue(value)}`)
}

/** A number above 0, Infinity included. */
export function checkPositive(value: unknown, what: string): void {
  if (typeof value !== 'number')
    throw new TypeError(`Expected ${what} to be a number above 0, got ${describeValue(value)}`)
  if (!(value > 0)) throw new RangeError(`Expected ${what} to be a number above 0, got ${value}`)
}

/** An integer from 1. */
export function checkCount(value: unknown, what: string): void {
  checkInteger(value, what, 1)
}

/** An integer from `least`. */
export function checkInteger(value: unknown, what: string, least: number = -Infinity): void {
  const wanted = least === -Infinity ? 'an integer' : `an integer from ${least}`
  if (typeof value !== 'number')
    throw new TypeError(`Expected ${what} to be ${wanted}, got ${describeValue(value)}`)
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`Expected ${what} to be ${wanted}, got ${value}`)
}

/** A seed of random numbers: an integer. */
export function checkSeed(value: unknown, what: string): void {
  checkInteger(value, what)
}

/** A date: ms since 1970, or a Date that is one. */
export function checkDate(value: unknown, what: string): void {
  const text = `Expected ${what} to be a number of milliseconds since 1970, or a Date`
  if (typeof value !== 'number' && !(value instanceof Date))
    throw new TypeError(`${text}, got ${describeValue(value)}`)
  if (!Number.isFinite(Number(value)))
    throw new RangeError(`${text}, got ${value instanceof Date ? 'an invalid one' : value}`)
}

/** A body: what can be awaited, or a function that returns it. */
export function checkedBody<T>(body: Body<T>): Body<T> {
  const awaitable = typeof body === 'object' && body !== null && Symbol.iterator in body
  if (typeof body === 'function' || awaitable) return body
  throw new TypeError(`Expected a generator function (function*) or an awaitable, got ${describeValue(body)}`)
}
