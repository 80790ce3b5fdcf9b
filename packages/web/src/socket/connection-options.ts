/** What bounds a connection, on either side. */

import {
  type CheckOption,
  countFrom,
  duration,
  durationOrInfinity,
  type OptionKinds,
} from '@acoro/core/lowlevel'

export interface WebSocketOptions {
  /**
   * The longest message that is accepted, in bytes; 1 MiB by default. A longer one closes the connection with
   * 1009.
   */
  maxPayload?: number | undefined
  /** Above so many bytes on their way `send()` waits; 64 KiB by default. */
  highWaterMark?: number | undefined
  /** Above so many bytes that nobody has received the connection is not read; 64 KiB by default. */
  receiveBuffer?: number | undefined
  /** How often the other side is pinged, in ms; 20,000 by default, Infinity for never. */
  pingInterval?: number | undefined
  /** A connection that brings nothing for so many ms after a ping is cut; 20,000 by default. */
  pingTimeout?: number | undefined
  /**
   * How long the other side may take to answer a close frame, in ms; 10,000 by default. Then the connection
   * is cut.
   */
  closeTimeout?: number | undefined
}

export const WEB_SOCKET_OPTIONS: OptionKinds = {
  maxPayload: countFrom(1),
  highWaterMark: countFrom(1),
  receiveBuffer: countFrom(1),
  pingInterval: atLeastOne(durationOrInfinity),
  pingTimeout: atLeastOne(durationOrInfinity),
  closeTimeout: duration,
}

/** A ping every 0 ms would be an endless loop. */
function atLeastOne(check: CheckOption): CheckOption {
  return (value, what) => {
    check(value, what)
    if ((value as number) < 1) throw new RangeError(`Expected ${what} to be at least 1 ms, got ${value}`)
  }
}

export const MAX_PAYLOAD: number = 1024 * 1024
export const CLOSE_TIMEOUT: number = 10_000
