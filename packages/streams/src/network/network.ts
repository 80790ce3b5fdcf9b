/**
 * The boundary between programs and the world: everything that opens a socket goes through the current
 * Network.
 *
 * It is a context variable. So a test or a simulation can replace the sockets of a program without touching
 * it, and two programs in one process can each have a network of their own. A Network makes transports.
 * Streams, servers and codecs are the same on every Network.
 */

import type { Awaitable } from '@acoro/core'
import type { Address } from '../base/address.ts'
import type { Clients } from '../transport/clients.ts'
import type { Protocol, Transport } from '../transport/transport.ts'
import type { ConnectOptions } from './connect-options.ts'
import type { DatagramOptions, DatagramProtocol, DatagramTransport } from './datagram.ts'
import type { ListenOptions } from './listen-options.ts'

/** Accepts connections. */
export interface Listener {
  readonly addresses: readonly Address[]
  /** Accepts no more connections; the existing ones stay. The addresses are free at once. */
  close(): void
}

/** Connects programs: through Node's sockets, or in memory. */
export interface Network {
  /** For reports. */
  readonly name: string
  /** Connects and calls the protocol's `connectionMade`. Cancelling it leaves nothing open. */
  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport>
  /** Listens, and makes a protocol for each connection. */
  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener>
  /** Opens a socket for datagrams and calls the protocol's `connectionMade`. */
  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport>
}
