/**
 * The hosts of a Simulation while it runs: who is up, who has ended, and what is to happen later.
 *
 * Invariant: when `end()` is over, nothing of the simulation is left on the loop: no task, no timer, no
 * packet, no connection. So an exploration can use the loop for its next run.
 */

import {
  type Context,
  copyContext,
  type Future,
  type Handle,
  RuntimeError,
  type Suspension,
  shield,
  type Task,
} from '@acoro/core'
import { describeWait, type Runnable } from '@acoro/core/lowlevel'
import { timerLabel } from '../base/timer-label.ts'
import type { MemoryNetwork } from '../network/memory-network.ts'
import type { Chances } from '../virtual/chances.ts'
import type { SimulatedHosts } from '../virtual/simulated-hosts.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { currentLife, type Life, lifeOf } from './life.ts'
import type { RestartOptions } from './options.ts'
import type { SimulatedHost } from './simulated-host.ts'

export interface HostsToRun {
  readonly network: MemoryNetwork
  readonly clients: ReadonlySet<SimulatedHost>
  readonly duration: number
}

export class RunningHosts implements SimulatedHosts {
  /** Has a result when all clients have ended, or an error when something went wrong. */
  readonly outcome: Future<void>
  isOver = false
  readonly #loop: VirtualLoop
  readonly #hosts: HostsToRun
  /** Of the task that awaits run(): hosts inherit it, as tasks do. */
  readonly #context: Context = copyContext()
  readonly #until: number
  /** The tasks that end crashed hosts. */
  readonly #ending = new Set<Task<void>>()
  /** What starts hosts and ends partitions later. */
  readonly #timers = new Set<Handle>()
  /** The hosts whose programs have ended. */
  readonly #done = new Set<SimulatedHost>()

  constructor(loop: VirtualLoop, hosts: HostsToRun) {
    this.#loop = loop
    this.#hosts = hosts
    this.#until = loop.time() + hosts.duration
    this.outcome = loop.createFuture<void>()
    loop._virtual.hosts = this
  }

  get chances(): Chances | null {
    return this.#loop._chances
  }

  begin(host: SimulatedHost): void {
    try {
      const task = this.#context.copy().run(() => host._begin(this.#loop, this.chances))
      const life = host._life as Life
      task.addDoneCallback(() => life.ended || this.#ended(host, task))
    } catch (error) {
      this.#fail(error)
    }
  }

  /** The connections close after the tasks were cancelled: these must not hear of it before. */
  crash(host: SimulatedHost): void {
    const life = host._crash(this.chances)
    if (life === null) return
    this.#done.delete(host)
    this.#hosts.network.crash(host.name)
    this.#endLife(life)
  }

  restart(host: SimulatedHost, { wipe = false }: RestartOptions = {}): void {
    this.crash(host)
    if (wipe) host._wipe()
    this.#hosts.network.restart(host.name)
    this.begin(host)
  }

  /** Calls `call` in `delay` ms: at once if that is 0, never if it is Infinity. */
  later(delay: number, call: () => void): void {
    if (delay === 0) call()
    if (delay === 0 || delay === Infinity) return
    const timer = this.#loop.callLater(delay, { context: this.#context.copy() }, () => {
      this.#timers.delete(timer)
      call()
    })
    this.#timers.add(timer)
  }

  /** Ends all hosts, and drops the packets that are under way. */
  *end(hosts: readonly SimulatedHost[]): Generator<Suspension, void> {
    const loop = this.#loop
    this.isOver = true
    for (const host of hosts) {
      const life = host._end()
      this.#hosts.network.crash(host.name)
      if (life !== null) this.#endLife(life)
    }
    for (const timer of this.#timers) timer.cancel()
    for (const packet of ([...loop._timerQueue, ...loop._queue] as unknown[]).filter(isPacket))
      packet.cancel()
    try {
      // They run before all others, so they end even if this wait is cancelled.
      for (const ending of [...this.#ending]) yield* shield(ending)
    } finally {
      loop._virtual.hosts = null
    }
  }

  // ------------------------------------------------------------------ for the loop

  clockSkew(): number {
    return currentLife.get()?.clockSkew ?? 0
  }

  timePassed(now: number): void {
    if (now <= this.#until || this.outcome.done()) return
    const waiting = [...this.#hosts.clients]
      .filter((client) => !this.#done.has(client))
      .map(({ name, _life }) => (_life?.main ? describeWait(_life.main) : `the client ${name} is down`))
    this.#fail(
      new RuntimeError(
        `The clients have not ended after ${this.#hosts.duration} ms. Not done:\n  ${waiting.join('\n  ')}\n` +
          'If they need longer, say so: new Simulation({ duration })',
      ),
    )
  }

  isEnding(task: Task<unknown>): boolean {
    return this.#isUrgent(task as unknown as Runnable)
  }

  hostOf(task: Task<unknown>): string | undefined {
    return lifeOf(task as unknown as Runnable)?.name
  }

  // ------------------------------------------------------------------ lives

  /** The program of the host has ended by itself. */
  #ended(host: SimulatedHost, task: Task<unknown>): void {
    if (task.cancelled()) {
      this.#fail(new RuntimeError(`The program of the host ${host.name} was cancelled, and not by a crash`))
      return
    }
    if (task.failed()) {
      this.#fail(task.exception())
      return
    }
    this.#done.add(host)
    const areDone = [...this.#hosts.clients].every((client) => this.#done.has(client))
    if (areDone && !this.outcome.done()) this.outcome.setResult()
  }

  #endLife(life: Life): void {
    const loop = this.#loop
    const name = `the end of ${life.name}`
    const ending = loop.createTask(life.ending(), { name, context: this.#context.copy() })
    this.#ending.add(ending)
    loop._queue.isUrgent = this.#isUrgent
    ending.addDoneCallback(() => {
      this.#ending.delete(ending)
      if (this.#ending.size === 0) loop._queue.isUrgent = null
      if (ending.failed()) this.#fail(ending.exception())
    })
  }

  readonly #isUrgent = (next: Runnable): boolean =>
    this.#ending.has(next as unknown as Task<void>) || lifeOf(next)?.ended === true

  #fail(error: unknown): void {
    if (!this.outcome.done()) this.outcome.setException(error)
  }
}

function isPacket(timer: unknown): timer is Handle {
  return 'getContext' in (timer as object) && (timer as Handle).getContext().get(timerLabel) !== undefined
}
