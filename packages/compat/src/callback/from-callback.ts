/** Waits for one callback. */

import type { Coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { type Register, Registration } from './registration.ts'

/**
 * Waits for a callback. `register` is called when the coroutine is awaited, and the wait ends when it calls
 * `resolve` or `reject`; only the first call counts. If `register` returns a function, that function is
 * called once when the wait is over, cancelled or not. TypeError if `register` is not a function.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 *
 * const tick = fromCallback<string>((resolve) => {
 *   const timer = setTimeout(resolve, 10, 'tick')
 *   return () => clearTimeout(timer)
 * })
 * await run(tick) // => 'tick'
 * ```
 */
export function fromCallback<T>(register: Register<T>): Coroutine<T> {
  if (typeof register !== 'function') {
    throw new TypeError(`Expected a function (resolve, reject) => cleanup, got ${describeValue(register)}`)
  }
  return new Registration(register, true, fromCallback)
}
