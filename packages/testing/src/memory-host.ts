/**
 * A host of a network in memory, and the Network that programs on it use: `currentNetwork.set(network.host('a'))`.
 *
 * Ports are given out, names are looked up, connections are shaken hands for, all in virtual time. It answers like the platform:
 * refused where nobody listens, in use where somebody does, no answer at all where the way is cut or the host is down.
 */

import { type Awaitable, coroutine, type EventLoop, getRunningLoop, RuntimeError } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import {
  type Address,
  AddressInUseError,
  type Clients,
  type ConnectOptions,
  type DatagramOptions,
  type DatagramProtocol,
  type DatagramTransport,
  formatAddress,
  HostNotFoundError,
  type Listener,
  type ListenOptions,
  type Network,
  OSError,
  type Protocol,
  type Transport,
} from '@acoro/streams'
import { IN_MEMORY } from './failures.ts'
import { connect } from './memory-connect.ts'
import { MemoryDatagrams } from './memory-datagrams.ts'
import type { MemoryLink } from './memory-link.ts'
import { listen } from './memory-listen.ts'
import { MemoryWire } from './memory-wire.ts'

/** What hosts know of the network they are in. */
export interface Surroundings {
  readonly window: number
  find(name: string): MemoryHost | undefined
  link(from: string, to: string): MemoryLink
}

/** The names by which a host calls itself. */
const OWN_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']

const FIRST_FREE_PORT = 49_152

/** A place where connections come in. */
export interface Listening {
  readonly address: Address
  readonly loop: EventLoop
  accept(wire: MemoryWire): void
  close(): void
}

export class MemoryHost implements Network {
  readonly name: string
  readonly #surroundings: Surroundings
  readonly #listening = new Map<string, Listening>()
  readonly #datagrams = new Map<number, MemoryDatagrams>()
  readonly #wires = new Set<MemoryWire>()
  #nextPort = FIRST_FREE_PORT
  #down = false

  /** @internal Use `network.host(name)`. */
  constructor(name: string, surroundings: Surroundings) {
    this.name = name
    this.#surroundings = surroundings
  }

  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport> {
    if (options.tls !== undefined && options.tls !== false)
      throw new RuntimeError('A network in memory has no TLS')
    return connect(this, makeProtocol, options)
  }

  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener> {
    if (options.tls !== undefined) throw new RuntimeError('A network in memory has no TLS')
    return listen(this, makeProtocol, options, clients)
  }

  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport> {
    return openDatagrams(this, makeProtocol, options)
  }

  toString(): string {
    return `<MemoryHost ${this.name}${this.#down ? ' down' : ''}>`
  }

  // ------------------------------------------------------------------ for the network

  /** @internal */
  get _isDown(): boolean {
    return this.#down
  }

  /** @internal Resets what is connected with `other`. */
  _resetConnections(other: string): void {
    for (const wire of [...this.#wires]) if (wire.peerHost === other) wire._reset()
  }

  /** @internal */
  _crash(): void {
    this.#down = true
    for (const listening of [...this.#listening.values()]) listening.close()
    const error = new OSError(`The host ${this.name} crashed`, { code: 'EHOSTDOWN' })
    for (const wire of [...this.#wires]) wire._vanish(error)
    for (const datagrams of [...this.#datagrams.values()]) datagrams.abort()
  }

  /** @internal */
  _restart(): void {
    this.#down = false
  }

  // ------------------------------------------------------------------ connections

  /** @internal */
  _linkTo(to: MemoryHost): MemoryLink {
    return this.#surroundings.link(this.name, to.name)
  }

  /** @internal Who listens there: a port, or a path. */
  _listeningAt(key: string): Listening | undefined {
    return this.#listening.get(key)
  }

  /** @internal Both ends of a new connection; the other one is accepted when this one's first packet has come. */
  _join(loop: EventLoop, host: MemoryHost, listening: Listening): MemoryWire {
    const unix = listening.address.family === 'unix'
    const address: Address = unix ? { family: 'unix', host: '', port: 0 } : this._address(this._freePort())
    const here = this.#wire(loop, address, host, listening.address)
    const there = host.#wire(listening.loop, listening.address, this, address)
    here.connectTo(there)
    there.connectTo(here)
    here.post(() => {
      if (host.#down) return
      if (host.#listening.get(keyOf(listening.address)) === listening) listening.accept(there)
      else there.destroy()
    })
    return here
  }

  #wire(loop: EventLoop, address: Address, other: MemoryHost, otherAddress: Address): MemoryWire {
    const wire = new MemoryWire(
      {
        loop,
        address,
        window: this.#surroundings.window,
        link: this._linkTo(other),
        isDown: () => this.#down,
        onClosed: (closed) => this.#wires.delete(closed),
      },
      otherAddress,
    )
    this.#wires.add(wire)
    return wire
  }

  /** @internal The host of that name, seen from here. */
  _resolve(name: string): MemoryHost {
    const host = this.#isOwn(name) ? this : this.#surroundings.find(name)
    if (host === undefined) {
      throw new HostNotFoundError(`Could not find ${name}: the network in memory has no host of that name`, {
        code: 'ENOTFOUND',
        address: name,
      })
    }
    return host
  }

  /** @internal */
  _isOwnName(name: string): boolean {
    return this.#isOwn(name)
  }

  #isOwn(name: string): boolean {
    return name === this.name || OWN_NAMES.includes(name)
  }

  // ------------------------------------------------------------------ listening

  /** @internal */
  _open(address: Address, loop: EventLoop, accept: (wire: MemoryWire) => void): Listening {
    const key = keyOf(address)
    const shown = formatAddress(address)
    if (this.#listening.has(key)) throw inUse(shown)
    const external = trackExternal(loop, `${IN_MEMORY}server on ${shown}`, {
      transient: false,
      abandon: () => listening.close(),
    })
    const listening: Listening = {
      address,
      loop,
      accept,
      close: () => {
        external.end()
        if (this.#listening.get(key) === listening) this.#listening.delete(key)
      },
    }
    this.#listening.set(key, listening)
    return listening
  }

  /** @internal */
  _freePort(): number {
    do this.#nextPort = this.#nextPort === 65_535 ? FIRST_FREE_PORT : this.#nextPort + 1
    while (this.#listening.has(String(this.#nextPort)) || this.#datagrams.has(this.#nextPort))
    return this.#nextPort
  }

  /** @internal */
  _address(port: number): Address {
    return { family: 'IPv4', host: this.name, port }
  }

  // ------------------------------------------------------------------ datagrams

  /** @internal */
  _bind(makeProtocol: () => DatagramProtocol, { local, remote }: DatagramOptions): MemoryDatagrams {
    this._checkOwn(local?.host)
    const port = local?.port || this._freePort()
    const address = this._address(port)
    if (this.#datagrams.has(port)) throw inUse(formatAddress(address))
    const peer = remote === undefined ? undefined : this._resolve(remote.host)._address(remote.port)
    const datagrams = new MemoryDatagrams(makeProtocol(), {
      address,
      peer,
      send: (data, to) => this.#sendDatagram(datagrams, data, to),
      onClosed: () => this.#datagrams.delete(port),
    })
    this.#datagrams.set(port, datagrams)
    return datagrams
  }

  #sendDatagram(from: MemoryDatagrams, data: Uint8Array, to: { host: string; port: number }): void {
    const host = this._resolve(to.host)
    const loop = getRunningLoop()
    // The sender may use its memory again at once.
    const packet = data.slice()
    this._linkTo(host).sendAlone(loop, packet.length, () => {
      if (host.#down) return
      const receiver = host.#datagrams.get(to.port)
      if (receiver !== undefined) receiver._arrived(packet, from.address)
      else this.#surroundings.link(host.name, this.name).sendAlone(loop, 0, () => from._refused(to))
    })
  }

  /** @internal Nobody can listen at another host's address. */
  _checkOwn(name: string | undefined): void {
    if (name === undefined || this.#isOwn(name)) return
    throw new OSError(`Could not listen on ${name}: the address is not one of ${this.name}`, {
      code: 'EADDRNOTAVAIL',
      address: name,
    })
  }
}

function keyOf(address: Address): string {
  return address.family === 'unix' ? (address.path as string) : String(address.port)
}

function inUse(address: string): AddressInUseError {
  return new AddressInUseError(`Could not listen on ${address}: the address is in use`, {
    code: 'EADDRINUSE',
    syscall: 'listen',
    address,
  })
}

const openDatagrams = coroutine(function* datagrams(
  host: MemoryHost,
  makeProtocol: () => DatagramProtocol,
  options: DatagramOptions,
) {
  const transport = host._bind(makeProtocol, options)
  try {
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
  } catch (error) {
    transport.abort()
    throw error
  }
  return transport as DatagramTransport
})
