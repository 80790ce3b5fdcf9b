/**
 * One direction between two hosts: how long packets take, how many are lost, and whether any arrive at all.
 *
 * Packets of a connection arrive in the order of sending. A lost packet arrives late, as if TCP had sent it
 * again. If the link is cut, packets wait, as TCP would try again. Datagrams are lost in both cases. An
 * exploration varies which route or datagram is next, if there is a latency, and decides itself about losses
 * and latencies.
 *
 * The link is checked when a packet arrives. So a packet that was under way when the link was cut does not
 * arrive either.
 */

import { Context, type EventLoop } from '@acoro/core'
import { checkMilliseconds, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { checkPositive } from '../base/checks.ts'
import type { RandomSource } from '../base/random-source.ts'
import { timerLabel } from '../base/timer-label.ts'
import type { Chances } from '../virtual/chances.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'

/** ms, or a range from which each packet draws its latency. */
export type Latency = number | readonly [least: number, most: number]

export interface LinkOptions {
  /** How long a packet takes; 0 by default. */
  latency?: Latency | undefined
  /** Bytes a second in each direction; unlimited by default. */
  bandwidth?: number | undefined
  /** The share of packets that are lost, from 0 to below 1; 0 by default. */
  loss?: number | undefined
  /** The share of datagrams that arrive twice, from 0 to below 1; 0 by default. */
  duplicate?: number | undefined
  /**
   * The share of datagrams that are held back, from 0 to below 1; 0 by default. Such a datagram takes twice
   * as long and 1 ms more, so that those sent after it may overtake it.
   */
  reorder?: number | undefined
}

/** How long TCP waits before it sends a packet again, in ms. */
const SENT_AGAIN_AFTER = 200

/** Keeps the packets of one direction of one connection in order, whichever of their timers fires first. */
export class Route {
  lastArrival = 0
  readonly #underWay: (() => void)[] = []

  /** Returns a function that lets the first packet arrive of those under way. */
  enter(arrive: () => void): () => void {
    this.#underWay.push(arrive)
    return () => this.#underWay.shift()?.()
  }
}

export class MemoryLink {
  #options: LinkOptions
  readonly #random: RandomSource
  /** What its packets are called in reports. */
  readonly #what: string
  /** Packets belong to no task: they outlive the host that sent them. */
  readonly #context = new Context()
  #freeAt = 0
  #cut = false
  #held: (() => void)[] = []

  constructor(options: LinkOptions, random: RandomSource, { from, to }: { from: string; to: string }) {
    this.#what = `a packet from ${from} to ${to}`
    this.#context.run(() => timerLabel.set(this.#what))
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

  /** Delivers the waiting packets in their order. */
  heal(): void {
    this.#cut = false
    const held = this.#held
    this.#held = []
    for (const arrive of held) arrive()
  }

  /** Sends a packet of a connection. `arrive` is called in the order of the route. */
  send(loop: EventLoop, route: Route, size: number, arrive: () => void): void {
    let at = this.#departure(loop, size) + this.#latency(loop)
    while (this.#isLost(loop)) at += SENT_AGAIN_AFTER
    route.lastArrival = Math.max(route.lastArrival, at)
    const enter = route.enter(() => {
      if (this.#cut) this.#held.push(arrive)
      else arrive()
    })
    this.#at(loop, route.lastArrival, enter)
  }

  /** Sends a datagram: it may be lost, and may overtake others. */
  sendAlone(loop: EventLoop, size: number, arrive: () => void): void {
    const { duplicate = 0, reorder = 0 } = this.#options
    const departure = this.#departure(loop, size)
    const latency = this.#latency(loop)
    if (this.#isLost(loop)) return
    const heldBack = this.#happens(loop, 'reorder', reorder)
    const times = this.#happens(loop, 'duplicate', duplicate) ? 2 : 1
    for (let time = 0; time < times; time++) {
      // The second one takes a way of its own.
      const taken = time === 0 ? latency : this.#latency(loop)
      this.#at(loop, departure + (heldBack ? 2 * taken + 1 : taken), () => {
        if (!this.#cut) arrive()
      })
    }
  }

  #at(loop: EventLoop, when: number, run: () => void): void {
    if (loop.isClosed()) return
    const { order = null } = (loop as Partial<VirtualLoop>)._timerQueue ?? {}
    const options = { context: this.#context }
    if (when <= loop.time()) loop.callSoon(options, run)
    else if (order === null) loop.callAt(when, options, run)
    else order.fromOutside(() => loop.callAt(when, options, run))
  }

  #departure(loop: EventLoop, size: number): number {
    const { bandwidth = Infinity } = this.#options
    this.#freeAt = Math.max(this.#freeAt, loop.time()) + (size / bandwidth) * 1000
    return this.#freeAt
  }

  #latency(loop: EventLoop): number {
    const { latency = 0 } = this.#options
    if (typeof latency === 'number') return latency
    const [least, most] = latency
    const chances = chancesOf(loop)
    // The extremes are what programs fail at, so an exploration tries them by name.
    const extreme = least < most ? chances?.draw('latency', `a latency of ${least} to ${most} ms`, 3) : 0
    if (extreme === 1) return least
    if (extreme === 2) return most
    return least + (chances?.random ?? this.#random).next() * (most - least)
  }

  #isLost(loop: EventLoop): boolean {
    return this.#happens(loop, 'loss', this.#options.loss ?? 0)
  }

  /** Does it happen to this packet? */
  #happens(loop: EventLoop, kind: 'loss' | 'duplicate' | 'reorder', share: number): boolean {
    if (share === 0) return false
    const chances = chancesOf(loop)
    if (chances === null) return this.#random.next() < share
    return chances.draw(kind, this.#what, 2, share) === 1
  }
}

function chancesOf(loop: EventLoop): Chances | null {
  return (loop as Partial<VirtualLoop>)._chances ?? null
}

/** The options of a link. Each throws TypeError or RangeError for a value that no link can have. */
export const LINK_OPTIONS: OptionKinds = {
  latency: checkLatency,
  bandwidth: checkPositive,
  loss: checkShare,
  duplicate: checkShare,
  reorder: checkShare,
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

function checkShare(value: unknown, what: string): void {
  if (typeof value !== 'number')
    throw new TypeError(`Expected ${what} to be a number from 0 to below 1, got ${describeValue(value)}`)
  if (!(value >= 0 && value < 1))
    throw new RangeError(`Expected ${what} to be a number from 0 to below 1, got ${value}`)
}
