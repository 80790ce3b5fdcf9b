/** Checks of options that several functions share. Core's `checkOptions` does the work. */

import { checkMilliseconds, checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'

/** Checks options that cannot be left out. */
export function checkRequired(options: unknown, where: string, kinds: OptionKinds): void {
  if (options === undefined) {
    const names = Object.keys(kinds).join(', ')
    throw new TypeError(`Expected the options of ${where} as an object, { ${names} }, got undefined`)
  }
  checkOptions(options, where, kinds)
}

/** Throws unless `value` is a timeout above 0 ms. No handshake is over within 0 ms. */
export function checkTimeout(value: unknown, what: string): void {
  checkMilliseconds(value as number, what)
  if ((value as number) <= 0) {
    throw new RangeError(`Expected ${what} in milliseconds, more than 0, got ${value}`)
  }
}

export function checkIpVersion(value: unknown, what: string): void {
  if (value === 4 || value === 6) return
  const Wrong = typeof value === 'number' ? RangeError : TypeError
  throw new Wrong(`Expected ${what} to be 4 or 6, got ${describeValue(value)}`)
}

/**
 * Throws unless `makeProtocol` is a function that can make protocols. `checkProtocol` checks what it makes.
 */
export function checkFactory(makeProtocol: unknown): void {
  if (typeof makeProtocol === 'function' && !isAsyncFunction(makeProtocol)) return
  throw new TypeError(`Expected a function that makes a protocol, got ${describeValue(makeProtocol)}`)
}

/** Returns `protocol` if it is one: an object with connectionMade() and connectionLost(). */
export function checkProtocol<P>(protocol: P): P {
  const methods = protocol as { connectionMade?: unknown; connectionLost?: unknown } | null | undefined
  if (typeof methods?.connectionMade === 'function' && typeof methods.connectionLost === 'function') {
    return protocol
  }
  throw new TypeError(
    `Expected the function that makes a protocol to return one, with connectionMade() and connectionLost(), got ${describeValue(protocol)}`,
  )
}

/** Was it written with `async`? Such a function starts at once, and its promise would be dropped. */
export function isAsyncFunction(fn: unknown): boolean {
  const tag = Object.prototype.toString.call(fn)
  return tag === '[object AsyncFunction]' || tag === '[object AsyncGeneratorFunction]'
}
