/**
 * One end of a connection in memory: what a socket is for TCP.
 *
 *   write -> queue -> (window) -> link -> the other end's inbox -> received()
 *     ^-- buffered --^   ^------------ credit, when it was read ------------/
 *
 * At most one window of bytes is under way or unread. This is how a slow reader, or a cut link, holds the
 * writer back. A closed end answers data with a reset, as platforms do. If its host is down, nothing answers,
 * and the other side keeps a half-open connection.
 */

import type { EventLoop } from '@acoro/core'
import {
  type Address,
  ConnectionResetError,
  type ExtraInfo,
  formatAddress,
  type Wire,
  type WireEvents,
} from '@acoro/streams'
import { IN_MEMORY } from '../base/failures.ts'
import { type MemoryLink, Route } from './memory-link.ts'

/** The most bytes in a packet. */
const LARGEST_PACKET = 16_384

/** What an end needs from its host. */
export interface WireEnd {
  readonly loop: EventLoop
  readonly address: Address
  readonly window: number
  /** The link to the other end. */
  readonly link: MemoryLink
  /** Is its host down? */
  readonly isDown: () => boolean
  readonly onClosed: (wire: MemoryWire) => void
}

export class MemoryWire implements Wire {
  readonly what: string
  readonly canHalfClose = true
  readonly address: Address
  readonly #end: WireEnd
  readonly #route = new Route()
  readonly #peerAddress: Address
  #peer: MemoryWire | null = null
  #events: WireEvents | null = null
  /** Written, and not sent yet. */
  #queue: Uint8Array[] = []
  #buffered = 0
  #underWay = 0
  /** Arrived, and not read yet. */
  #inbox: Uint8Array[] = []
  #paused = false
  #sending: 'open' | 'ending' | 'ended' = 'open'
  #receiving: 'open' | 'ended' | 'seen' = 'open'
  /** Closes receiving, too, when everything is sent. */
  #closingSoon = false
  #closed = false
  #error: Error | null = null

  constructor(end: WireEnd, peerAddress: Address) {
    this.#end = end
    this.address = end.address
    this.#peerAddress = peerAddress
    this.what = `${IN_MEMORY}connection from ${formatAddress(end.address)} to ${formatAddress(peerAddress)}`
  }

  get buffered(): number {
    return this.#buffered
  }

  /** The host at the other end. */
  get peerHost(): string {
    return this.#peerAddress.host
  }

  connectTo(peer: MemoryWire): void {
    this.#peer = peer
  }

  /** Sends `arrive` to the host of the other end, after everything sent before. */
  post(arrive: () => void, size = 0): void {
    this.#end.link.send(this.#end.loop, this.#route, size, arrive)
  }

  attach(events: WireEvents): void {
    this.#events = events
    if (this.#closed) events.closed(this.#error)
    else this.#deliver()
  }

  write(data: Uint8Array): void {
    if (this.#sending !== 'open' || this.#closed) return
    this.#queue.push(data)
    this.#buffered += data.length
    this.#pump()
  }

  end(): void {
    if (this.#sending !== 'open') return
    this.#sending = 'ending'
    this.#pump()
  }

  closeSoon(): void {
    this.#closingSoon = true
    if (this.#sending === 'open') this.#sending = 'ending'
    this.#pump()
  }

  destroy(): void {
    if (this.#closed) return
    // If sent or received bytes are lost, the other side gets a reset.
    const losing = this.#buffered > 0 || this.#inbox.length > 0
    const ended = this.#sending === 'ended'
    this.#close(null)
    if (losing) this.#answer((peer) => peer._reset())
    else if (!ended) this.#answer((peer) => peer._ended())
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#deliver()
  }

  info<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    const facts: Partial<ExtraInfo> = { peername: this.#peerAddress, sockname: this.address }
    return facts[name]
  }

  // ------------------------------------------------------------------ for the network

  /** @internal Closes this end with its host. The other side is not told. */
  _vanish(error: Error): void {
    this.#close(error)
  }

  /** @internal */
  _reset(): void {
    this.#close(
      new ConnectionResetError(`Connection reset by ${formatAddress(this.#peerAddress)}`, {
        code: 'ECONNRESET',
        address: formatAddress(this.#peerAddress),
      }),
    )
  }

  // ------------------------------------------------------------------ from the other end

  #arrived(data: Uint8Array): void {
    if (this.#closed) {
      if (!this.#end.isDown()) this.#answer((peer) => peer._reset())
      return
    }
    this.#inbox.push(data)
    this.#deliver()
  }

  /** @internal */
  _ended(): void {
    if (this.#closed || this.#receiving !== 'open') return
    this.#receiving = 'ended'
    this.#deliver()
  }

  #credited(size: number): void {
    this.#underWay -= size
    this.#pump()
  }

  // ------------------------------------------------------------------ moving on

  #deliver(): void {
    const events = this.#events
    if (events === null) return
    while (this.#inbox.length > 0 && !this.#paused && !this.#closed) {
      const data = this.#inbox.shift() as Uint8Array
      this.#answer((peer) => peer.#credited(data.length))
      events.received(data)
    }
    if (this.#receiving === 'ended' && this.#inbox.length === 0 && !this.#paused && !this.#closed) {
      this.#receiving = 'seen'
      events.ended()
      this.#closeWhenOver()
    }
  }

  #pump(): void {
    if (this.#closed) return
    let sent = false
    while (this.#queue.length > 0 && this.#underWay < this.#end.window) {
      this.#sendSome()
      sent = true
    }
    if (this.#sending === 'ending' && this.#queue.length === 0) {
      this.#sending = 'ended'
      this.#answer((peer) => peer._ended())
    }
    if (sent) this.#events?.flushed()
    this.#closeWhenOver()
  }

  #sendSome(): void {
    const data = this.#queue[0] as Uint8Array
    const packet = data.subarray(0, Math.min(LARGEST_PACKET, this.#end.window - this.#underWay))
    if (packet.length === data.length) this.#queue.shift()
    else this.#queue[0] = data.subarray(packet.length)
    this.#buffered -= packet.length
    this.#underWay += packet.length
    const peer = this.#peer as MemoryWire
    this.post(() => peer.#arrived(packet), packet.length)
  }

  #answer(arrive: (peer: MemoryWire) => void): void {
    const peer = this.#peer
    if (peer !== null && !this.#end.isDown()) this.post(() => arrive(peer))
  }

  #closeWhenOver(): void {
    if (this.#sending === 'ended' && (this.#closingSoon || this.#receiving === 'seen')) this.#close(null)
  }

  #close(error: Error | null): void {
    if (this.#closed) return
    this.#closed = true
    this.#error = error
    this.#queue = []
    this.#inbox = []
    this.#buffered = 0
    this.#end.onClosed(this)
    this.#events?.closed(error)
  }
}
