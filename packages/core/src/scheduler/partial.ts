/**
 * A function with its first arguments filled in.
 *
 * A closure would do, but reports show it as `<anonymous>()`. This one shows the function and its arguments.
 */

import { shorten } from '../base/brief.ts'
import { describeValue } from '../base/errors.ts'

/**
 * Returns a function that calls `fn` with `args` in front of its own arguments. Handles, tasks and errors
 * show it as `partial(fn, 1)`. Python: `functools.partial`.
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
