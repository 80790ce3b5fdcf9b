/**
 * The check of a socket that comes from outside, made when it is taken over: a coroutine may be awaited long
 * after it was made.
 */

import type { Socket } from 'node:net'
import { RuntimeError } from '@acoro/core'

/** Throws RuntimeError if the socket is not connected, or was used up. */
export function checkUsable(socket: Socket): void {
  const trouble = socket.destroyed
    ? 'is closed'
    : socket.connecting || socket.pending
      ? 'is not connected yet: wait for its connect event'
      : socket.readableEnded || socket.writableEnded
        ? 'has ended one side'
        : socket.readableEncoding !== null
          ? 'gives text: do not call its setEncoding()'
          : undefined
  if (trouble !== undefined)
    throw new RuntimeError(`Expected a connected socket nobody has used up, but this one ${trouble}`)
}
