/** Callbacks into coroutines: whatever calls back once. */

import type { Coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { type Register, Registration } from './registration.ts'

/**
 * Calls `register` when it is awaited, and waits until that calls `resolve` or `reject`; only the first call counts. The
 * function it may return is called once the wait is over, cancelled or not. TypeError for what is no function.
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
