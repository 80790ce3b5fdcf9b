/** Calls of protocols: what they throw is told to the loop's exception handler, and never stops the loop. */

import type { EventLoop } from '@acoro/core'

/** Whose call it was, for the handler. */
export interface Caller {
  readonly loop: EventLoop
  readonly transport: object
  readonly protocol: object
}

/** Makes the call; what it throws is reported as `message`. */
export function callProtocol(message: string, caller: Caller, call: () => void): void {
  try {
    call()
  } catch (exception) {
    const { loop, transport, protocol } = caller
    loop.callExceptionHandler({ message, exception, transport, protocol })
  }
}
