/** A host of a Simulation: what it runs, what lasts on its disk, and its present life. */

import type { CoroutineLike, Task } from '@acoro/core'
import type { MemoryHost } from '../network/memory-host.ts'
import type { Chances } from '../virtual/chances.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { Disk, Platter } from './disk.ts'
import { Life } from './life.ts'

/** The program of a host. It is called anew when the host starts, with what the disk holds. */
export type HostMain = (disk: Disk) => CoroutineLike<unknown>

/** ms that a clock is ahead, below 0 behind, or a range. */
export type ClockSkew = number | readonly [least: number, most: number]

/** What a host is made of. */
export interface HostParts {
  readonly main: HostMain
  readonly network: MemoryHost
  readonly clockSkew: ClockSkew
  readonly syncTime: number
}

/** A host of a Simulation, as `host()` and `client()` return it. */
export class SimulatedHost {
  readonly name: string
  readonly #parts: HostParts
  readonly #platter = new Platter()
  #disk: Disk
  #life: Life | null = null
  /** Drawn once: the clock is that of the machine. */
  #skew: number | undefined
  #crashes = 0

  /** @internal */
  constructor(name: string, parts: HostParts) {
    this.name = name
    this.#parts = parts
    this.#disk = new Disk(this.#platter, parts.syncTime)
  }

  /** What the program of the host sees of its disk; after a crash, what lasts. */
  get disk(): Disk {
    return this.#disk
  }

  /** Is it up? A host whose program has returned is still up. */
  get isUp(): boolean {
    return this.#life !== null
  }

  /** How many times it crashed. */
  get crashes(): number {
    return this.#crashes
  }

  toString(): string {
    return `<SimulatedHost ${this.name}${this.isUp ? '' : ' down'}>`
  }

  /** @internal */
  get _life(): Life | null {
    return this.#life
  }

  /** @internal Starts it. Returns the task of its program. */
  _begin(loop: VirtualLoop, chances: Chances | null): Task<unknown> {
    const { name } = this
    const { main, network, clockSkew } = this.#parts
    this.#skew ??= drawn(clockSkew, name, chances)
    this.#life = new Life(loop, { name, disk: this.#disk, clockSkew: this.#skew })
    return this.#life.begin(network, main)
  }

  /** @internal Ends its life; nothing on the disk is lost. null if it is down. */
  _end(): Life | null {
    const life = this.#life
    this.#life = null
    life?.end()
    return life
  }

  /** @internal Ends its life as a crash does. null if it is down. */
  _crash(chances: Chances | null): Life | null {
    const life = this._end()
    if (life === null) return null
    this.#crashes++
    const platter = this.#platter
    const unsynced = platter.unsynced
    const what = `the unsynced writes of ${this.name}`
    const lasting = unsynced === 0 ? 0 : (chances?.draw('disk', what, unsynced + 1) ?? 0)
    platter.settle(platter.written - unsynced + lasting)
    platter.lose()
    this.#disk = new Disk(platter, this.#parts.syncTime)
    return life
  }

  /** @internal Clears the disk, as if the machine were replaced. It has to be down. */
  _wipe(): void {
    this.#platter.values.clear()
    this.#disk = new Disk(this.#platter, this.#parts.syncTime)
  }
}

/** The usual clock is right, or as right as the range allows. An exploration tries both ends of the range. */
function drawn(skew: ClockSkew, name: string, chances: Chances | null): number {
  if (typeof skew === 'number') return skew
  const [least, most] = skew
  const usual = Math.min(Math.max(0, least), most)
  const others = [least, most].filter((bound) => bound !== usual)
  if (others.length === 0 || chances === null) return usual
  return [usual, ...others][chances.draw('skew', `the clock of ${name}`, others.length + 1)] as number
}
