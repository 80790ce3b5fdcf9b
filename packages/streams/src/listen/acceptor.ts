/**
 * From an accepted socket to a transport. Each connection enters the loop before anything else happens to it,
 * in the context of the code that started to listen, as in asyncio. So its tasks inherit what that code had
 * set.
 */

import type { Socket } from 'node:net'
import { copyContext, getRunningLoop } from '@acoro/core'
import { checkProtocol } from '../base/options.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import { adopt } from '../socket/inlet.ts'
import { SocketWire } from '../socket/socket-wire.ts'
import type { Clients } from '../transport/clients.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Protocol } from '../transport/transport.ts'
import type { Handshakes } from './handshakes.ts'
import type { Accept } from './make-server.ts'

/** What to do with each socket that comes in. */
export function acceptor(
  makeProtocol: () => Protocol,
  clients: Clients,
  handshakes: Handshakes,
  { path, onHandshakeError }: ListenOptions,
): Accept {
  const loop = getRunningLoop()
  const context = copyContext()
  const begin = (wire: SocketWire): void => {
    if (!clients.admits()) {
      wire.destroy()
      return
    }
    try {
      new StreamTransport(checkProtocol(makeProtocol()), wire, { clients })
    } catch (exception) {
      wire.destroy()
      loop.callExceptionHandler({ message: `Could not make a protocol for the ${wire.what}`, exception })
    }
  }
  const enter = <A>(call: (argument: A) => void, argument: A): void => {
    if (!loop.isClosed()) context.run(() => loop.callSoon(call, argument))
  }
  return {
    handshakes,
    admits: () => clients.admits(handshakes.size),
    accept: (accepted: Socket) => {
      const { socket, inlet } = adopt(accepted)
      const wire = new SocketWire(socket, { ownPath: path, inlet })
      if (loop.isClosed()) wire.destroy()
      else enter(begin, wire)
    },
    failed: (error) => {
      if (onHandshakeError !== undefined) enter(onHandshakeError, error)
    },
  }
}
