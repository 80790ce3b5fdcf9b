/**
 * The seam between programs and the world: everything that opens a socket goes through the Network in force.
 *
 * It is a context variable, so a test or a simulation replaces the sockets of a program without touching it, and
 * two programs in one process can each have a network of their own. A Network makes transports; all above
 * it (streams, servers, codecs) is the same for each.
 */

import type { Awaitable } from '@acoro/core'
import type { Address } from '../base/address.ts'
import type { Clients } from '../transport/clients.ts'
import type { Protocol, Transport } from '../transport/transport.ts'
import type { ConnectOptions } from './connect-options.ts'
import type { DatagramOptions, DatagramProtocol, DatagramTransport } from './datagram.ts'
import type { ListenOptions } from './listen-options.ts'

/** A place where connections come in. */
export interface Listener {
  readonly addresses: readonly Address[]
  /** No more connections; those there are stay. The addresses are free at once. */
  close(): void
}

/** Whatever connects programs: Node's sockets, or a net in memory. */
export interface Network {
  /** For reports. */
  readonly name: string
  /** A connection, its protocol's `connectionMade` called. Cancelling it leaves nothing open. */
  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport>
  /** Makes a protocol for each connection that comes in. */
  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener>
  /** A socket for packets, its protocol's `connectionMade` called. */
  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport>
}
