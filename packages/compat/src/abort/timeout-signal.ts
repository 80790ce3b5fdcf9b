/**
 * A deadline as an AbortSignal, on the clock of the loop.
 *
 * `AbortSignal.timeout` uses the clock of the platform, which no test can control, and cannot be cancelled.
 * This one is a timer of the loop.
 */

import { getRunningLoop } from '@acoro/core'
import { checkMilliseconds } from '@acoro/core/lowlevel'

/** Disposing it cancels the timer. */
export type TimeoutSignal = AbortSignal & Disposable

/**
 * Returns a signal that is aborted after `ms` milliseconds. The reason is a DOMException named TimeoutError,
 * as for `AbortSignal.timeout`. RuntimeError if no loop is running.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   using signal = timeoutSignal(10)
 *   yield* sleep(20)
 *   return signal.reason.message
 * }) // => 'The operation was aborted: 10 ms are over'
 * ```
 */
export function timeoutSignal(ms: number): TimeoutSignal {
  checkMilliseconds(ms, 'a timeout')
  const controller = new AbortController()
  const timer = getRunningLoop().callLater(ms, () => {
    controller.abort(new DOMException(`The operation was aborted: ${ms} ms are over`, 'TimeoutError'))
  })
  return Object.assign(controller.signal, { [Symbol.dispose]: () => timer.cancel() })
}
