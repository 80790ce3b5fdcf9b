/**
 * A network of hosts in one process and on one clock: what distributed programs meet in years, in a test of milliseconds.
 *
 * It is a Network of @acoro/streams, so servers, readers, writers and codecs run on it unchanged. Each part of a program runs on
 * a host of its own: a context variable says which, so tasks inherit it. All randomness comes from one seed.
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
  /** What all that is random follows from, a whole number; 1 unless given. */
  seed?: number | undefined
  /** The most bytes of a connection that are under way or unread; 65,536 unless given. */
  window?: number | undefined
}

export interface PartitionOptions {
  /** Only what the first sends to the second is cut off. */
  oneWay?: boolean | undefined
}

const NETWORK_OPTIONS: OptionKinds = { ...LINK_OPTIONS, seed: checkSeed, window: checkWindow }
const PARTITION_OPTIONS: OptionKinds = { oneWay: 'boolean' }

/**
 * Hosts and the links between them. As a Network itself it is the host `localhost`, on which one may also listen under
 * any other name: enough for a test without partitions.
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

  /** The host of that name, made when it is first asked for: the Network of the programs on it. */
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

  /** Sets how the two reach one another; what is not given stays. */
  link(a: string, b: string, options: LinkOptions & PartitionOptions): void {
    // A link without options would be none at all.
    checkOptions(options ?? null, 'link()', { ...LINK_OPTIONS, ...PARTITION_OPTIONS })
    const { oneWay, ...link } = options
    for (const each of this.#between(a, b, oneWay)) each.configure(link)
  }

  /**
   * Cuts hosts off from one another. What connections send waits for `heal`, so nobody is told; packets of their own are
   * lost.
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

  /** Ends the partition of two hosts, both ways, or every one. What waited arrives. */
  heal(a?: string, b?: string): void {
    if ((a === undefined) !== (b === undefined))
      throw new TypeError(
        `Expected the names of two hosts, or none, got ${describeValue(a)} and ${describeValue(b)}`,
      )
    const links = a === undefined || b === undefined ? this.#links.values() : this.#between(a, b)
    for (const link of [...links]) if (link.cut) link.heal()
  }

  /** Resets every connection between the two: both ends get ConnectionResetError. */
  reset(a: string, b: string): void {
    this.#known(a).resetConnections(b)
    this.#known(b).resetConnections(a)
  }

  /** Ends all that the host has open without a word to anybody: the others are left with half-open connections. */
  crash(name: string): void {
    this.#known(name).crash()
  }

  /** The host is there again, with nothing open: what is still sent to it over old connections is answered by a reset. */
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
    const link = new MemoryLink(this.#defaults, this.#random)
    this.#links.set(key, link)
    return link
  }
}

/** Infinity is a window without a limit. */
function checkWindow(value: unknown, what: string): void {
  if (value !== Infinity) checkCount(value, what)
}
