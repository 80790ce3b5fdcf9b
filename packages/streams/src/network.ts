/**
 * The seam between programs and the world: everything that opens a socket goes through the Network in force.
 *
 * It is a context variable, so a test or a simulation replaces the sockets of a program without touching it, and
 * two programs in one process can each have a network of their own. A Network makes transports; all above
 * it (streams, servers, codecs) is the same for each.
 */

import type { ConnectionOptions, TlsOptions } from 'node:tls'
import { type Awaitable, ContextVar } from '@acoro/core'
import type { Address } from './address.ts'
import { nodeNetwork } from './node-network.ts'
import type { DatagramProtocol, Protocol } from './protocol.ts'
import type { DatagramTransport, Transport } from './transport.ts'

/** Where to connect to: a host and a port, or the path of a Unix socket. Checked before a Network sees it. */
export interface ConnectOptions {
  host?: string | undefined
  port?: number | undefined
  path?: string | undefined
  /** TLS: true for the platform's authorities, or options of `tls.connect` such as `ca`, `servername`, `ALPNProtocols`. */
  tls?: boolean | ConnectionOptions | undefined
  /** Longest wait for the TLS handshake, ms; 60000 unless given. */
  tlsHandshakeTimeout?: number | undefined
  /** Only addresses of this version of IP. */
  ipVersion?: 4 | 6 | undefined
  /** The local end. */
  localAddress?: string | undefined
  localPort?: number | undefined
  /** A host with several addresses: ms after which the next one is tried beside the last; 250 unless given. */
  happyEyeballsDelay?: number | undefined
  /** Throw an ExceptionGroup of what each address said, where all failed. */
  allErrors?: boolean | undefined
  keepAlive?: boolean | undefined
}

/** Where to listen. Checked before a Network sees it. */
export interface ListenOptions {
  /** A name, an IP address or several of them; all interfaces unless given. */
  host?: string | readonly string[] | undefined
  /** 0 lets the platform choose. */
  port?: number | undefined
  /** The path of a Unix socket; one that nobody listens at any more is replaced. */
  path?: string | undefined
  /** TLS: options of `tls.createServer`, such as `key` and `cert`. */
  tls?: TlsOptions | undefined
  tlsHandshakeTimeout?: number | undefined
  /** How many connections may wait to be accepted; 511 unless given. */
  backlog?: number | undefined
  reusePort?: boolean | undefined
  keepAlive?: boolean | undefined
}

/** Where a socket for packets is bound, and whom it talks to unless told otherwise. */
export interface DatagramOptions {
  local?: { host?: string | undefined; port?: number | undefined } | undefined
  remote?: { host: string; port: number } | undefined
  ipVersion?: 4 | 6 | undefined
  broadcast?: boolean | undefined
  reusePort?: boolean | undefined
}

/** Who keeps account of the connections of a listener: a Server. */
export interface Clients {
  /** May one more come in? One that may not is closed at once. */
  admits(): boolean
  /** `transport` begins; to be called before its `connectionMade`. */
  attach(transport: Transport): void
  /** Its `connectionLost` has been called. */
  detach(transport: Transport): void
}

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

/**
 * The Network that programs use; Node's sockets unless another is set in the context.
 *
 * @example
 * ```ts
 * import { currentNetwork } from '@acoro/streams'
 *
 * currentNetwork.get().name // => 'node'
 * ```
 */
export const currentNetwork: ContextVar<Network> = new ContextVar<Network>('network', {
  default: nodeNetwork,
})
