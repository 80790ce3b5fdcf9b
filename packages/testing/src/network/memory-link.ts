/**
 * One direction between two hosts: how long packets take, how many get lost, and whether any come through at all.
 *
 * Packets of a connection arrive in the order they were sent, late where TCP would have had to send them again, and wait
 * where the way is cut, as TCP would go on trying. Packets of their own are lost in both cases. Whether the way is
 * cut counts when a packet arrives: what was under way when it was cut does not come through either.
 */

import type { EventLoop } from '@acoro/core'
import { checkMilliseconds, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkPositive } from '../base/checks.ts'
import type { RandomSource } from '../base/random-source.ts'

/** ms, or a range from which each packet draws its own. */
export type Latency = number | readonly [least: number, most: number]

export interface LinkOptions {
  /** How long a packet is under way; 0 unless given. */
  latency?: Latency | undefined
  /** Bytes a second, each way; without a limit unless given. */
  bandwidth?: number | undefined
  /** The share of packets that get lost, 0 to 1; 0 unless given. */
  loss?: number | undefined
}

/** What TCP waits before it sends again, ms. */
const SENT_AGAIN_AFTER = 200

/** The order of one direction of one connection. */
export class Route {
  lastArrival = 0
}

export class MemoryLink {
  #options: LinkOptions
  readonly #random: RandomSource
  #freeAt = 0
  #cut = false
  #held: (() => void)[] = []

  constructor(options: LinkOptions, random: RandomSource) {
    this.#options = options
    this.#random = random
  }

  get cut(): boolean {
    return this.#cut
  }

  configure(options: LinkOptions): void {
    this.#options = { ...this.#options, ...options }
  }

  cutOff(): void {
    this.#cut = true
  }

  /** What waited comes through, in its order. */
  heal(): void {
    this.#cut = false
    const held = this.#held
    this.#held = []
    for (const arrive of held) arrive()
  }

  /** A packet of a connection: `arrive` is called, late or early, in the order of the route. */
  send(loop: EventLoop, route: Route, size: number, arrive: () => void): void {
    let at = this.#departure(loop, size) + this.#latency()
    while (this.#isLost()) at += SENT_AGAIN_AFTER
    route.lastArrival = Math.max(route.lastArrival, at)
    this.#at(loop, route.lastArrival, () => {
      if (this.#cut) this.#held.push(arrive)
      else arrive()
    })
  }

  /** A packet of its own: may get lost, and may overtake others. */
  sendAlone(loop: EventLoop, size: number, arrive: () => void): void {
    const at = this.#departure(loop, size) + this.#latency()
    if (this.#isLost()) return
    this.#at(loop, at, () => {
      if (!this.#cut) arrive()
    })
  }

  #at(loop: EventLoop, when: number, run: () => void): void {
    if (loop.isClosed()) return
    if (when <= loop.time()) loop.callSoon(run)
    else loop.callAt(when, run)
  }

  #departure(loop: EventLoop, size: number): number {
    const { bandwidth = Infinity } = this.#options
    this.#freeAt = Math.max(this.#freeAt, loop.time()) + (size / bandwidth) * 1000
    return this.#freeAt
  }

  #latency(): number {
    const { latency = 0 } = this.#options
    if (typeof latency === 'number') return latency
    return latency[0] + this.#random.next() * (latency[1] - latency[0])
  }

  #isLost(): boolean {
    const { loss = 0 } = this.#options
    return loss > 0 && this.#random.next() < loss
  }
}

/** TypeError or RangeError for what no link can be. */
export const LINK_OPTIONS: OptionKinds = {
  latency: checkLatency,
  bandwidth: checkPositive,
  loss: checkLoss,
}

function checkLatency(value: unknown, what: string): void {
  if (!Array.isArray(value)) {
    checkDelay(value, what)
    return
  }
  for (const bound of value) checkDelay(bound, `each bound of ${what}`)
  if (value.length !== 2 || value[0] > value[1])
    throw new RangeError(`Expected ${what} to be a range, the least and the most, got [${value.join(', ')}]`)
}

function checkDelay(value: unknown, what: string): void {
  checkMilliseconds(value, what)
  if (value < 0 || value === Infinity)
    throw new RangeError(`Expected ${what} to be 0 ms or more and finite, got ${value}`)
}

function checkLoss(value: unknown, what: string): void {
  if (typeof value !== 'number')
    throw new TypeError(`Expected ${what} to be a number from 0 to below 1, got ${describeValue(value)}`)
  if (!(value >= 0 && value < 1))
    throw new RangeError(`Expected ${what} to be a number from 0 to below 1, got ${value}`)
}
