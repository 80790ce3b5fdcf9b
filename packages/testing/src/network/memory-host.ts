/**
 * A host of a network in memory: the Network of the programs that run on it
 * (`currentNetwork.set(network.host('a'))`).
 *
 * Ports, names and handshakes work as on a platform, in virtual time. A connection is refused if nothing
 * listens. An address can be in use. No answer comes if the link is cut or the host is down.
 */

import { type Awaitable, RuntimeError } from '@acoro/core'
import type {
  Clients,
  ConnectOptions,
  DatagramOptions,
  DatagramProtocol,
  DatagramTransport,
  Listener,
  ListenOptions,
  Network,
  Protocol,
  Transport,
} from '@acoro/streams'
import { bind } from './memory-bind.ts'
import { connect } from './memory-connect.ts'
import { listen } from './memory-listen.ts'
import { Station, type Surroundings } from './station.ts'

export class MemoryHost implements Network {
  readonly name: string
  /** @internal */
  readonly _station: Station

  /** @internal Use `network.host(name)`. */
  constructor(name: string, surroundings: Surroundings) {
    this.name = name
    this._station = new Station(name, surroundings)
  }

  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport> {
    if (options.tls !== undefined && options.tls !== false)
      throw new RuntimeError('A network in memory has no TLS')
    return connect(this._station, makeProtocol, options)
  }

  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener> {
    if (options.tls !== undefined) throw new RuntimeError('A network in memory has no TLS')
    return listen(this._station, makeProtocol, options, clients)
  }

  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport> {
    return bind(this._station, makeProtocol, options)
  }

  toString(): string {
    return `<MemoryHost ${this.name}${this._station.isDown ? ' down' : ''}>`
  }
}
