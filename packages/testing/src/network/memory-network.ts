/**
 * A network of hosts in one process and on one clock. A test meets in milliseconds what distributed programs
 * meet in years.
 *
 * It is a Network of @acoro/streams: servers, readers, writers and codecs run on it unchanged. Each part of a
 * program runs on a host of its own. A context variable names the host, so tasks inherit it. One seed
 * determines everything random.
 */

import type { Awaitable } from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
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
import { checkCount, checkSeed } from '../base/checks.ts'
import { RandomSource } from '../base/random-source.ts'
import { MemoryHost } from './memory-host.ts'
import { LINK_OPTIONS, type LinkOptions, MemoryLink } from './memory-link.ts'
import type { Station } from './station.ts'

export interface MemoryNetworkOptions extends LinkOptions {
  /** The seed of everything random, an integer; 1 by default. */
  seed?: number | undefined
  /** The most bytes of a connection that are under way or unread; 65,536 by default. */
  window?: number | undefined
}

export interface PartitionOptions {
  /** Cuts only the direction from the first to the second. */
  oneWay?: boolean | undefined
}

export const NETWORK_OPTIONS: OptionKinds = { ...LINK_OPTIONS, seed: checkSeed, window: checkWindow }
export const PARTITION_OPTIONS: OptionKinds = { oneWay: 'boolean' }

/**
 * Hosts and the links between them. It is also a Network itself: the host `localhost`. One may listen under
 * any other name on it, which is enough for a test without partitions.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 * import { currentNetwork, openConnection, startServer } from '@acoro/streams'
 * import { VirtualLoop } from '@acoro/testing'
 * import { MemoryNetwork } from '@acoro/testing/network'
 *
 * const loop = new VirtualLoop()
 * loop.runSync(function* () {
 *   currentNetwork.set(new MemoryNetwork({ latency: 40 }))
 *   const server = yield* startServer(function* (reader, writer) {
 *     writer.write(yield* reader.readLine())
 *   }, { host: 'server', port: 80 })
 *   const [reader, writer] = yield* openConnection({ host: 'server', port: 80 })
 *   writer.write('hello\n')
 *   const answer = new TextDecoder().decode(yield* reader.readLine())
 *   server.close()
 *   return [answer, loop.time()]
 * }) // => ['hello\n', 160]
 * ```
 */
export class MemoryNetwork implements Network {
  readonly name = 'memory'
  readonly #defaults: LinkOptions
  readonly #random: RandomSource
  readonly #hosts = new Map<string, MemoryHost>()
  readonly #links = new Map<string, MemoryLink>()
  readonly #window: number

  constructor(options: MemoryNetworkOptions = {}) {
    checkOptions(options, 'MemoryNetwork()', NETWORK_OPTIONS)
    const { seed = 1, window = 65_536, ...link } = options
    this.#defaults = link
    this.#random = new RandomSource(seed)
    this.#window = window
  }

  /** The host of that name, which is made by the first call: the Network of the programs that run on it. */
  host(name: string): MemoryHost {
    if (typeof name !== 'string' || name === '') {
      throw new TypeError(`Expected the name of a host, got ${describeValue(name)}`)
    }
    const known = this.#hosts.get(name)
    if (known !== undefined) return known
    const host = new MemoryHost(name, {
      window: this.#window,
      find: (wanted) => this.#hosts.get(wanted)?._station,
      link: (from, to) => this.#link(from, to),
    })
    this.#hosts.set(name, host)
    return host
  }

  /** Changes the links between two hosts. An option that is left out stays as it is. */
  link(a: string, b: string, options: LinkOptions & PartitionOptions): void {
    // The options are what this call is for, so it refuses to be called without any.
    checkOptions(options ?? null, 'link()', { ...LINK_OPTIONS, ...PARTITION_OPTIONS })
    const { oneWay, ...link } = options
    for (const each of this.#between(a, b, oneWay)) each.configure(link)
  }

  /**
   * Cuts hosts off from one another. Bytes of connections wait for `heal`, and no side hears of it. Datagrams
   * are lost.
   */
  partition(
    a: string | readonly string[],
    b: string | readonly string[],
    options: PartitionOptions = {},
  ): void {
    checkOptions(options, 'partition()', PARTITION_OPTIONS)
    for (const one of [a].flat()) {
      for (const other of [b].flat()) {
        for (const link of this.#between(one as string, other as string, options.oneWay)) link.cutOff()
      }
    }
  }

  /**
   * Ends the partition between two hosts, in both directions. Without names, ends all partitions. Waiting
   * bytes arrive.
   */
  heal(a?: string, b?: string): void {
    if ((a === undefined) !== (b === undefined))
      throw new TypeError(
        `Expected the names of two hosts, or none, got ${describeValue(a)} and ${describeValue(b)}`,
      )
    const links = a === undefined || b === undefined ? this.#links.values() : this.#between(a, b)
    for (const link of [...links]) if (link.cut) link.heal()
  }

  /** Resets every connection between two hosts: both ends get ConnectionResetError. */
  reset(a: string, b: string): void {
    this.#known(a).resetConnections(b)
    this.#known(b).resetConnections(a)
  }

  /**
   * Closes everything that the host has open, and tells nobody. The other sides keep half-open connections.
   */
  crash(name: string): void {
    this.#known(name).crash()
  }

  /** Starts the host again, with nothing open. It answers data of old connections with a reset. */
  restart(name: string): void {
    this.#known(name).restart()
  }

  connect(makeProtocol: () => Protocol, options: ConnectOptions): Awaitable<Transport> {
    return this.host('localhost').connect(makeProtocol, options)
  }

  listen(makeProtocol: () => Protocol, options: ListenOptions, clients: Clients): Awaitable<Listener> {
    const name = [options.host ?? 'localhost'].flat()[0] as string
    const local = this.host('localhost')
    return (local._station.isOwnName(name) ? local : this.host(name)).listen(makeProtocol, options, clients)
  }

  datagrams(makeProtocol: () => DatagramProtocol, options: DatagramOptions): Awaitable<DatagramTransport> {
    const name = options.local?.host ?? 'localhost'
    const local = this.host('localhost')
    return (local._station.isOwnName(name) ? local : this.host(name)).datagrams(makeProtocol, options)
  }

  #known(name: string): Station {
    const host = this.#hosts.get(name)
    if (host === undefined)
      throw new RangeError(`Expected the name of a host of this network, got ${describeValue(name)}`)
    return host._station
  }

  #between(a: string, b: string, oneWay = false): MemoryLink[] {
    this.host(a)
    this.host(b)
    return oneWay ? [this.#link(a, b)] : [this.#link(a, b), this.#link(b, a)]
  }

  #link(from: string, to: string): MemoryLink {
    const key = `${from} ${to}`
    const known = this.#links.get(key)
    if (known !== undefined) return known
    const link = new MemoryLink(this.#defaults, this.#random, { from, to })
    this.#links.set(key, link)
    return link
  }
}

/** Infinity means no limit. */
function checkWindow(value: unknown, what: string): void {
  if (value !== Infinity) checkCount(value, what)
}
