/** Calls of protocols. What they throw goes to the loop's exception handler, and never stops the loop. */

import type { EventLoop } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

/** Who made the call, for the exception handler. */
export interface Caller {
  readonly loop: EventLoop
  readonly transport: object
  readonly protocol: object
}

/** Makes the call. What it throws is reported as `message`. */
export function callProtocol(message: string, caller: Caller, call: () => void): void {
  try {
    call()
  } catch (exception) {
    const { loop, transport, protocol } = caller
    loop.callExceptionHandler({ message, exception, transport, protocol })
  }
}

/**
 * Reports that a protocol's method has failed, which ends the connection; with the error that is returned.
 */
export function reportFatal(
  method: string,
  { loop, transport, protocol }: Caller,
  exception: unknown,
): Error {
  const message = `Fatal error: protocol.${method}() call failed.`
  loop.callExceptionHandler({ message, exception, transport, protocol })
  return exception instanceof Error ? exception : new Error(describeValue(exception), { cause: exception })
}
