/**
 * Whole systems in a test: hosts that run programs on a network in memory, crash, start again, and are cut
 * off from one another.
 *
 * All hosts share one loop, one clock and one seed. So an exploration decides about everything that may go
 * wrong, and a failure is replayed and shrunk like any other. A host is a task and all that it starts
 * (life.ts). What is lost in a crash is what only that task knew.
 *
 * Assumption: hosts talk over the network. Objects that their programs share are not lost in a crash.
 */

import {
  type Coroutine,
  coroutine,
  type Future,
  getRunningLoop,
  RuntimeError,
  type Suspension,
} from '@acoro/core'
import { checkOptions, describeValue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/checks.ts'
import { MemoryNetwork, type PartitionOptions } from '../network/memory-network.ts'
import type { Moment } from '../virtual/chances.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { lifeOf } from './life.ts'
import {
  CRASH_MOMENT,
  type CrashMoment,
  HOST_OPTIONS,
  type HostOptions,
  PARTITION_MOMENT,
  type PartitionMoment,
  RESTART_OPTIONS,
  type RestartOptions,
  SIMULATION_OPTIONS,
  type SimulationOptions,
} from './options.ts'
import { RunningHosts } from './running-hosts.ts'
import { type HostMain, SimulatedHost } from './simulated-host.ts'

/** How long the clients have, in ms of virtual time. */
const DURATION = 60_000

/**
 * Hosts, the network between them, and what goes wrong. `run()` starts the hosts, waits until all clients
 * have ended, and ends the hosts. It needs a virtual clock. turmoil: `Sim`.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/core'
 * import { openConnection, startServer } from '@acoro/streams'
 * import { explore } from '@acoro/testing'
 * import { Simulation } from '@acoro/testing/network'
 *
 * const main = function* () {
 *   const sim = new Simulation({ latency: 5 })
 *   sim.host('clock', function* () {
 *     const server = yield* startServer((_, writer) => writer.write('noon\n'), { port: 80 })
 *     yield* server.serveForever()
 *   })
 *   sim.client('worker', function* (disk) {
 *     yield* openConnection({ host: 'clock', port: 80 })
 *     if (disk.has('done')) throw new Error('worked twice')
 *     disk.set('done', true)
 *     yield* disk.sync()
 *     yield* sleep(10)
 *   })
 *   sim.mayCrash('worker')
 *   yield* sim.run()
 * }
 * explore({}, main) // throws OrderError: … worked twice…
 * ```
 */
export class Simulation {
  /** The network of the hosts, for links, resets and partitions of many. */
  readonly network: MemoryNetwork
  readonly #options: SimulationOptions
  readonly #hosts = new Map<string, SimulatedHost>()
  readonly #clients = new Set<SimulatedHost>()
  readonly #moments: Moment[] = []
  /** null before the run. */
  #running: RunningHosts | null = null

  constructor(options: SimulationOptions = {}) {
    checkOptions(options, 'Simulation()', SIMULATION_OPTIONS)
    const { clockSkew: _, syncTime: __, duration: ___, ...network } = options
    this.#options = options
    this.network = new MemoryNetwork({ latency: 10, ...network })
  }

  /**
   * Adds a host whose program goes on until the simulation ends. `main` is called each time the host starts,
   * with its disk. If it throws, `run()` does.
   */
  host(name: string, main: HostMain, options: HostOptions = {}): SimulatedHost {
    return this.#add('host', { name, main, options })
  }

  /** Adds a host that `run()` waits for. If it crashes, `run()` waits for the end of its next life. */
  client(name: string, main: HostMain, options: HostOptions = {}): SimulatedHost {
    const client = this.#add('client', { name, main, options })
    this.#clients.add(client)
    return client
  }

  /**
   * Runs the hosts until all clients have ended. Throws the first error of a client or a host, or
   * RuntimeError if the clients take longer than `duration`. If it is cancelled, the hosts end, too.
   */
  run(): Coroutine<void> {
    return running(this)
  }

  /**
   * The host loses its memory, its connections and what its disk has not synced, and nobody is told. Its
   * tasks are cancelled; what they do then reaches neither the disk nor the network. A host that is down
   * stays so.
   */
  crash(name: string): void {
    this.#atWork('crash').crash(this.#known(name))
  }

  /** Starts the host again. One that is up crashes first. turmoil: `bounce`. */
  restart(name: string, options: RestartOptions = {}): void {
    checkOptions(options, 'restart()', RESTART_OPTIONS)
    this.#atWork('restart').restart(this.#known(name), options)
  }

  /** Cuts hosts off from one another, as `network.partition()`. */
  partition(a: string, b: string, options: PartitionOptions = {}): void {
    this.network.partition(this.#known(a).name, this.#known(b).name, options)
  }

  /** Ends the partition between two hosts; without names, all partitions. turmoil: `repair`. */
  heal(a?: string, b?: string): void {
    this.network.heal(a, b)
  }

  /**
   * The host may crash at any moment, once, and starts again after `downtime`. `explore` tries every step of
   * the host, and no crash at all. Outside of an exploration it does nothing.
   */
  mayCrash(name: string, options: CrashMoment = {}): void {
    checkOptions(options, 'mayCrash()', CRASH_MOMENT)
    const host = this.#known(name)
    const { downtime = 0, ...restart } = options
    this.#mayHappen({
      kind: 'crash',
      what: `${name} crashes`,
      isOver: () => this.#running?.isOver === true,
      concerns: (next) => host._life !== null && lifeOf(next) === host._life,
      strike: () => {
        const running = this.#atWork('mayCrash')
        running.crash(host)
        running.later(downtime, () => host.isUp || running.restart(host, restart))
      },
    })
  }

  /**
   * The hosts may be cut off from one another at any moment, once, for `duration`. `explore` tries every step
   * of them, and no partition at all. Outside of an exploration it does nothing.
   */
  mayPartition(a: string, b: string, options: PartitionMoment = {}): void {
    checkOptions(options, 'mayPartition()', PARTITION_MOMENT)
    const hosts = [this.#known(a), this.#known(b)]
    const { duration = Infinity, ...partition } = options
    this.#mayHappen({
      kind: 'partition',
      what: `${a} is cut off from ${b}`,
      isOver: () => this.#running?.isOver === true,
      concerns: (next) => {
        const life = lifeOf(next)
        return life !== null && hosts.some((host) => host._life === life)
      },
      strike: () => {
        this.partition(a, b, partition)
        this.#atWork('mayPartition').later(duration, () => this.heal(a, b))
      },
    })
  }

  toString(): string {
    return `<Simulation of ${[...this.#hosts.values()].join(', ') || 'no hosts'}>`
  }

  /** @internal */
  _begin(): Future<void> {
    const loop = getRunningLoop() as VirtualLoop
    // Not by `instanceof`: a program may hold a second copy of this package.
    if (!('_virtual' in loop)) {
      throw new RuntimeError(
        'A Simulation needs a virtual clock: explore(options, main), or new VirtualLoop().runSync(main)',
      )
    }
    if (this.#running !== null)
      throw new RuntimeError('A Simulation can run once: make a new one, with new hosts')
    if (loop._virtual.hosts !== null)
      throw new RuntimeError('Another Simulation runs on this loop: all hosts of a test belong into one')
    if (this.#clients.size === 0)
      throw new RuntimeError('A Simulation needs a client(): run() waits until all clients have ended')
    const { duration = DURATION } = this.#options
    const running = new RunningHosts(loop, { network: this.network, clients: this.#clients, duration })
    this.#running = running
    for (const moment of this.#moments) loop._chances?.mayHappen(moment)
    for (const host of [...this.#hosts.values()]) running.begin(host)
    return running.outcome
  }

  /** @internal Ends all hosts. */
  _end(): Generator<Suspension, void> {
    return (this.#running as RunningHosts).end([...this.#hosts.values()])
  }

  #add(kind: string, { name, main, options }: NewHost): SimulatedHost {
    if (this.#running?.isOver === true)
      throw new RuntimeError(`A ${kind} cannot be added to a Simulation that is over: make a new one`)
    checkFunction(main, `the program of the ${kind}`)
    checkOptions(options, `${kind}()`, HOST_OPTIONS)
    const network = this.network.host(name)
    if (this.#hosts.has(name))
      throw new RangeError(
        `Expected the name of a new ${kind}, got ${describeValue(name)}, which there is already`,
      )
    const { clockSkew = this.#options.clockSkew ?? 0, syncTime = this.#options.syncTime ?? 0 } = options
    const host = new SimulatedHost(name, { main, network, clockSkew, syncTime })
    this.#hosts.set(name, host)
    this.#running?.begin(host)
    return host
  }

  #mayHappen(moment: Moment): void {
    this.#moments.push(moment)
    this.#running?.chances?.mayHappen(moment)
  }

  #known(name: string): SimulatedHost {
    const host = this.#hosts.get(name)
    if (host === undefined)
      throw new RangeError(`Expected the name of a host of this simulation, got ${describeValue(name)}`)
    return host
  }

  #atWork(what: string): RunningHosts {
    if (this.#running?.isOver === false) return this.#running
    throw new RuntimeError(`${what}() needs a Simulation that runs: call it while run() is awaited`)
  }
}

interface NewHost {
  readonly name: string
  readonly main: HostMain
  readonly options: HostOptions
}

const running = coroutine(function* run(simulation: Simulation) {
  const outcome = simulation._begin()
  try {
    yield* outcome
  } catch (error) {
    // A failure in the clean-up follows from the first failure, which is the one to show.
    try {
      yield* simulation._end()
    } catch {}
    throw error
  }
  yield* simulation._end()
})
