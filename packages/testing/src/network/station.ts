/**
 * What a host in memory has open: listening ports, ends of connections, and sockets for datagrams.
 *
 * Connecting, listening and binding (memory-connect.ts, memory-listen.ts, memory-bind.ts) work on stations.
 * MemoryHost is the Network that programs see: it passes each call on with its station.
 */

import type { EventLoop } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { type Address, AddressInUseError, formatAddress, HostNotFoundError, OSError } from '@acoro/streams'
import { IN_MEMORY } from '../base/failures.ts'
import type { MemoryDatagrams } from './memory-datagrams.ts'
import type { MemoryLink } from './memory-link.ts'
import { MemoryWire } from './memory-wire.ts'

/** What a station knows of its network. */
export interface Surroundings {
  readonly window: number
  find(name: string): Station | undefined
  link(from: string, to: string): MemoryLink
}

/** The names by which a host calls itself. */
const OWN_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::']

const FIRST_FREE_PORT = 49_152

/** A place that accepts connections. */
export interface Listening {
  readonly address: Address
  readonly loop: EventLoop
  accept(wire: MemoryWire): void
  close(): void
}

export class Station {
  readonly name: string
  readonly #surroundings: Surroundings
  readonly #listening = new Map<string, Listening>()
  readonly #datagrams = new Map<number, MemoryDatagrams>()
  readonly #wires = new Set<MemoryWire>()
  #nextPort = FIRST_FREE_PORT
  #down = false

  constructor(name: string, surroundings: Surroundings) {
    this.name = name
    this.#surroundings = surroundings
  }

  get isDown(): boolean {
    return this.#down
  }

  /** Closes everything that is open. The other sides are not told. */
  crash(): void {
    this.#down = true
    for (const listening of [...this.#listening.values()]) listening.close()
    const error = new OSError(`The host ${this.name} crashed`, { code: 'EHOSTDOWN' })
    for (const wire of [...this.#wires]) wire._vanish(error)
    for (const datagrams of [...this.#datagrams.values()]) datagrams.abort()
  }

  restart(): void {
    this.#down = false
  }

  /** Resets every connection with the host `other`. */
  resetConnections(other: string): void {
    for (const wire of [...this.#wires]) if (wire.peerHost === other) wire._reset()
  }

  // ------------------------------------------------------------------ names and ports

  isOwnName(name: string): boolean {
    return name === this.name || OWN_NAMES.includes(name)
  }

  /** The station of that name, as seen from this host. */
  resolve(name: string): Station {
    const station = this.isOwnName(name) ? this : this.#surroundings.find(name)
    if (station === undefined) {
      throw new HostNotFoundError(`Could not find ${name}: the network in memory has no host of that name`, {
        code: 'ENOTFOUND',
        address: name,
      })
    }
    return station
  }

  /** Throws for an address of another host: nothing can listen there from here. */
  checkOwn(name: string | undefined): void {
    if (name === undefined || this.isOwnName(name)) return
    throw new OSError(`Could not listen on ${name}: the address is not one of ${this.name}`, {
      code: 'EADDRNOTAVAIL',
      address: name,
    })
  }

  freePort(): number {
    do this.#nextPort = this.#nextPort === 65_535 ? FIRST_FREE_PORT : this.#nextPort + 1
    while (this.#listening.has(String(this.#nextPort)) || this.#datagrams.has(this.#nextPort))
    return this.#nextPort
  }

  addressOf(port: number): Address {
    return { family: 'IPv4', host: this.name, port }
  }

  linkTo(to: Station): MemoryLink {
    return this.#surroundings.link(this.name, to.name)
  }

  // ------------------------------------------------------------------ connections

  /** What listens at a port, or at a path. */
  listeningAt(key: string): Listening | undefined {
    return this.#listening.get(key)
  }

  /** Begins to listen. AddressInUseError if something listens there already. */
  open(address: Address, loop: EventLoop, accept: (wire: MemoryWire) => void): Listening {
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

  /**
   * Makes both ends of a connection. The other side accepts its end when the first packet of this side
   * arrives.
   */
  join(loop: EventLoop, other: Station, listening: Listening): MemoryWire {
    const unix = listening.address.family === 'unix'
    const address: Address = unix ? { family: 'unix', host: '', port: 0 } : this.addressOf(this.freePort())
    const here = this.#wire(loop, address, other, listening.address)
    const there = other.#wire(listening.loop, listening.address, this, address)
    here.connectTo(there)
    there.connectTo(here)
    here.post(() => {
      if (other.#down) return
      if (other.#listening.get(keyOf(listening.address)) === listening) listening.accept(there)
      else there.destroy()
    })
    return here
  }

  #wire(loop: EventLoop, address: Address, other: Station, otherAddress: Address): MemoryWire {
    const wire = new MemoryWire(
      {
        loop,
        address,
        window: this.#surroundings.window,
        link: this.linkTo(other),
        isDown: () => this.#down,
        onClosed: (closed) => this.#wires.delete(closed),
      },
      otherAddress,
    )
    this.#wires.add(wire)
    return wire
  }

  // ------------------------------------------------------------------ datagrams

  datagramsAt(port: number): MemoryDatagrams | undefined {
    return this.#datagrams.get(port)
  }

  /**
   * Keeps the socket that `make` returns until it is closed. AddressInUseError if the port has a socket
   * already.
   */
  bind(port: number, make: (onClosed: () => void) => MemoryDatagrams): MemoryDatagrams {
    if (this.#datagrams.has(port)) throw inUse(formatAddress(this.addressOf(port)))
    const datagrams = make(() => this.#datagrams.delete(port))
    this.#datagrams.set(port, datagrams)
    return datagrams
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
