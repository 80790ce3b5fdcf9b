/**
 * A deadline as an AbortSignal, on the loop's clock.
 *
 * `AbortSignal.timeout` counts on the platform's clock, which no test can turn, and cannot be taken back. This one is
 * a timer of the loop like any other.
 */

import { getRunningLoop } from '@acoro/core'
import { checkMilliseconds } from '@acoro/core/lowlevel'

/** Disposing it takes the timer back. */
export type TimeoutSignal = AbortSignal & Disposable

/**
 * A signal that is aborted in `ms` milliseconds, with a DOMException named TimeoutError, as that of
 * `AbortSignal.timeout`. RuntimeError where no loop runs.
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
