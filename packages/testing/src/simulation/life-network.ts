/** The network as one life of a host sees it: it refuses a program whose host has crashed. */

import type { Awaitable } from '@acoro/core'
import {
  type Clients,
  type ConnectOptions,
  type DatagramOptions,
  type DatagramProtocol,
  type DatagramTransport,
  type Listener,
  type ListenOptions,
  type Network,
  OSError,
  type Protocol,
  type Transport,
} from '@acoro/streams'

interface Living {
  readonly ended: boolean
}

export class LifeNetwork implements Network {
  readonly name: string
  readonly #network: Network
  readonly #life: Living

  constructor(network: Network, life: Living) {
    this.name = network.name
    this.#network = network
    this.#life = life
  }

  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport> {
    return this.#living.connect(makeProtocol, options)
  }

  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener> {
    return this.#living.listen(makeProtocol, options, clients)
  }

  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport> {
    return this.#living.datagrams(makeProtocol, options)
  }

  get #living(): Network {
    if (this.#life.ended) throw new OSError(`The host ${this.name} crashed`, { code: 'EHOSTDOWN' })
    return this.#network
  }
}
