/** Calls of protocols. What they throw goes to the loop's exception handler, and never stops the loop. */

import type { EventLoop } from '@acoro/core'

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
