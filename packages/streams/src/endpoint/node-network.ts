/** The default Network: Node's own sockets. */

import { type Coroutine, coroutine } from '@acoro/core'
import { listen } from '../listen/listen.ts'
import type { ConnectOptions } from '../network/connect-options.ts'
import type { DatagramOptions, DatagramProtocol, DatagramTransport } from '../network/datagram.ts'
import type { ListenOptions } from '../network/listen-options.ts'
import type { Listener, Network } from '../network/network.ts'
import { clientTls, TLS_HANDSHAKE_TIMEOUT } from '../network/tls-options.ts'
import { bindDatagrams } from '../socket/datagram-socket.ts'
import { dial } from '../socket/dial.ts'
import { secureClient } from '../socket/tls.ts'
import type { Clients } from '../transport/clients.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { Protocol, Transport } from '../transport/transport.ts'
import type { Wire } from '../transport/wire.ts'

type Connect = (makeProtocol: () => Protocol, options: ConnectOptions) => Coroutine<Transport>

const connectSocket: Connect = coroutine(function* connect(
  makeProtocol: () => Protocol,
  options: ConnectOptions,
) {
  const { tls: given = false, tlsHandshakeTimeout: handshakeTimeout = TLS_HANDSHAKE_TIMEOUT } = options
  // Mistakes in the options are thrown before anything is connected.
  const tls = given === false ? undefined : secureClient(clientTls(given, options.host))
  let wire: Wire = yield* dial(options)
  try {
    if (tls !== undefined) {
      wire = yield* wire.startTls!({ side: 'client', tls, handshakeTimeout }, [])
    }
    const transport = new StreamTransport(makeProtocol(), wire)
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
    return transport as Transport
  } catch (error) {
    wire.destroy()
    throw error
  }
})

type Listen = (makeProtocol: () => Protocol, options: ListenOptions, clients: Clients) => Coroutine<Listener>

const listenOnSocket: Listen = coroutine(listen)

type Datagrams = (
  makeProtocol: () => DatagramProtocol,
  options: DatagramOptions,
) => Coroutine<DatagramTransport>

const datagramsOnSocket: Datagrams = coroutine(bindDatagrams)

/** Node's sockets: TCP, Unix, TLS and UDP. */
export const nodeNetwork: Network = {
  name: 'node',
  connect: connectSocket,
  listen: listenOnSocket,
  datagrams: datagramsOnSocket,
}
