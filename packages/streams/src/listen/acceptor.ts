/**
 * From an accepted socket to a transport. Every connection is handed to the loop before anything else happens to it, in the
 * context of whoever began to listen, as asyncio does: what its tasks inherit is what that code had set.
 */

import type { Socket } from 'node:net'
import { copyContext, getRunningLoop } from '@acoro/core'
import { adopt } from '../socket/inlet.ts'
import { SocketWire } from '../socket/socket-wire.ts'
import type { Clients } from '../transport/clients.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Protocol } from '../transport/transport.ts'

/** What is to be called with each socket that comes in. */
export function acceptor(
  makeProtocol: () => Protocol,
  clients: Clients,
  ownPath: string | undefined,
): (socket: Socket) => void {
  const loop = getRunningLoop()
  const context = copyContext()
  const begin = (wire: SocketWire): void => {
    if (!clients.admits()) {
      wire.destroy()
      return
    }
    try {
      new StreamTransport(makeProtocol(), wire, { clients })
    } catch (exception) {
      wire.destroy()
      loop.callExceptionHandler({ message: `Could not make a protocol for the ${wire.what}`, exception })
    }
  }
  return (accepted) => {
    const { socket, inlet } = adopt(accepted)
    const wire = new SocketWire(socket, { ownPath, inlet })
    if (loop.isClosed()) wire.destroy()
    else context.run(() => loop.callSoon(begin, wire))
  }
}
