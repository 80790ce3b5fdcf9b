/** Turns async iterables into sources for `asyncFor`. */

import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { IterableSource } from './iterable-source.ts'

export interface FromAsyncIterableOptions {
  /** How long closing waits for `return()`, in ms; 1000 by default, Infinity without end. */
  closeTimeout?: number | undefined
}

/**
 * Makes a source for `asyncFor` of an async iterable: an async generator, a stream of Node, any object with
 * `Symbol.asyncIterator`. Its `next()` is called when a value is wanted. Its `return()` is called when the
 * source is closed before its end. TypeError if `iterable` is not an async iterable.
 *
 * @example
 * ```ts
 * import { asyncFor, run } from '@acoro/core'
 *
 * async function* countdown() {
 *   yield 2
 *   yield 1
 * }
 * const seen: number[] = []
 * await run(function* main() {
 *   yield* asyncFor(fromAsyncIterable(countdown()), function* (n) {
 *     seen.push(n)
 *   })
 * })
 * seen // => [2, 1]
 * ```
 */
export function fromAsyncIterable<T>(
  iterable: AsyncIterable<T>,
  options: FromAsyncIterableOptions = {},
): IterableSource<T> {
  const closeTimeout = closeTimeoutOf(options, 'fromAsyncIterable()')
  const make = (iterable as Partial<AsyncIterable<T>> | null | undefined)?.[Symbol.asyncIterator]
  if (typeof make !== 'function') {
    throw new TypeError(`Expected an async iterable, got ${describeValue(iterable)}${hint(iterable)}`)
  }
  return new IterableSource<T>(make.call(iterable), closeTimeout, false)
}

function hint(value: unknown): string {
  if (typeof value === 'function') return ': call it'
  if (typeof value !== 'object' || value === null) return ''
  if ('anext' in value) return ': it is a source already, go through it with asyncFor()'
  return Symbol.iterator in value ? ': go through it with `for … of`' : ''
}

/** Returns the option `closeTimeout` of the function `where`, and checks it. */
export function closeTimeoutOf(options: FromAsyncIterableOptions, where: string): number {
  checkOptions(options, where, { closeTimeout: 'milliseconds' })
  return options.closeTimeout ?? 1000
}
