/**
 * A function with its first arguments filled in, that says so: a closure shows as `<anonymous>()` in a report.
 */

import { shorten } from '../base/brief.ts'
import { describeValue } from '../base/errors.ts'

/**
 * `fn` with `args` in front of whatever it is called with. Shown as `partial(fn, 1)` in handles, tasks and errors.
 * Python: `functools.partial`.
 *
 * @example
 * ```ts
 * import { newEventLoop, partial } from '@acoro/core'
 *
 * const greet = (greeting: string, name: string) => `${greeting} ${name}`
 * const hello = partial(greet, 'hello')
 * hello('ada') // => 'hello ada'
 * String(newEventLoop().callSoon(hello, 'bob')) // => "<Handle partial(greet, 'hello')()>"
 * ```
 */
export function partial<Given extends unknown[], Rest extends unknown[], R>(
  fn: (...args: [...Given, ...Rest]) => R,
  ...given: Given
): (...rest: Rest) => R {
  if (typeof fn !== 'function') throw new TypeError(`Expected a function, got ${describeValue(fn)}`)
  const filled = (...rest: Rest): R => fn(...given, ...rest)
  const name = fn.name === '' ? '<anonymous>' : fn.name
  Object.defineProperty(filled, 'name', { value: `partial(${[name, ...given.map(shorten)].join(', ')})` })
  return filled
}
