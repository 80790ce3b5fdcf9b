/**
 * Two ends of a WebSocket without a network, on the clock of the loop.
 *
 * Frames go through a line for each direction. A frame arrives after the latency; while the other end does
 * not read, it and all behind it wait, and count as not sent. That is what a slow client does to a server.
 */

import type { EventLoop } from '@acoro/core'
import type { RawWebSocket } from '../socket/raw.ts'

type Frame =
  | { kind: 'message'; data: Uint8Array; binary: boolean; sent: () => void }
  | { kind: 'close'; code: number; reason: string }
  | { kind: 'ping' | 'pong' }

// biome-ignore lint/suspicious/noExplicitAny: each event has its own arguments.
type Listener = (...args: any[]) => void

export class FakeEnd implements RawWebSocket {
  readonly protocol = ''
  readyState = 1
  other!: FakeEnd
  readonly #loop: EventLoop
  readonly #latency: number
  readonly #listeners = new Map<string, Listener[]>()
  readonly #arriving: { frame: Frame; when: number }[] = []
  #isPaused = false
  #isScheduled = false
  #code = 1006
  #reason = ''
  /** Nothing arrives here, or leaves, any more, and nobody is told. */
  hasVanished = false

  constructor(loop: EventLoop, latency: number) {
    this.#loop = loop
    this.#latency = latency
  }

  on(event: string, listener: Listener): void {
    const known = this.#listeners.get(event) ?? []
    known.push(listener)
    this.#listeners.set(event, known)
  }

  send(data: Uint8Array, { binary }: { binary: boolean }, sent: (error?: Error) => void): void {
    if (this.readyState !== 1) sent(new Error('the WebSocket is not open'))
    else this.#pass({ kind: 'message', data, binary, sent })
  }

  ping(): void {
    this.#pass({ kind: 'ping' })
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState !== 1) return
    this.readyState = 2
    this.#pass({ kind: 'close', code, reason })
  }

  terminate(): void {
    if (this.readyState === 3) return
    this.readyState = 2
    this.#loop.callSoon(() => this.#closed())
    if (!this.hasVanished && !this.other.hasVanished) {
      this.#loop.callLater(this.#latency, () => this.other.#closed())
    }
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#deliverLater()
  }

  #pass(frame: Frame): void {
    if (this.hasVanished) return
    this.other.#arriving.push({ frame, when: this.#loop.time() + this.#latency })
    this.other.#deliverLater()
  }

  #deliverLater(): void {
    const [first] = this.#arriving
    if (this.#isScheduled || this.#isPaused || first === undefined) return
    this.#isScheduled = true
    this.#loop.callAt(first.when, () => {
      this.#isScheduled = false
      if (!this.#isPaused) this.#deliver()
      this.#deliverLater()
    })
  }

  #deliver(): void {
    const frame = this.#arriving.shift()?.frame
    if (frame === undefined || this.hasVanished || this.readyState === 3) return
    if (frame.kind === 'message') {
      this.#emit('message', frame.data, frame.binary)
      frame.sent()
    } else if (frame.kind === 'close') this.#closing(frame.code, frame.reason)
    else {
      this.#emit(frame.kind)
      if (frame.kind === 'ping') this.#pass({ kind: 'pong' })
    }
  }

  #closing(code: number, reason: string): void {
    this.#code = code
    this.#reason = reason
    if (this.readyState === 1) this.close(code, reason)
    else {
      // Both have sent their frame.
      this.#closed()
      this.other.#closed()
    }
  }

  #closed(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.#emit('close', this.#code, new TextEncoder().encode(this.#reason))
  }

  #emit(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args)
  }
}
