/**
 * What has arrived and was not received yet. Above `limit` bytes the connection is not read any more, so a
 * client that floods is held back by TCP. What `ws` had read by then is still emitted: at most one chunk of
 * the socket, 64 KiB.
 */

import { type Parked, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { OVERHEAD } from './outgoing.ts'
import type { RawWebSocket, WebSocketMessage } from './raw.ts'

export class Incoming {
  readonly #raw: RawWebSocket
  readonly #limit: number
  readonly #messages = new Ring<{ message: WebSocketMessage; size: number }>()
  readonly #line: WaitQueue<void>
  #bytes = 0
  #discards = false
  /** Nothing comes after what is here. */
  isOver = false
  /** Whether it is read no more until something was received. */
  isPaused = false

  constructor(raw: RawWebSocket, limit: number, describe: () => string) {
    this.#raw = raw
    this.#limit = limit
    this.#line = new WaitQueue<void>({ describe })
  }

  get unread(): number {
    return this.#messages.length
  }

  get isWaitedFor(): boolean {
    return this.#line.size > 0
  }

  add(message: WebSocketMessage, size: number): void {
    if (this.#discards || this.isOver) return
    this.#messages.push({ message, size: size + OVERHEAD })
    this.#bytes += size + OVERHEAD
    if (!this.isPaused && this.#bytes >= this.#limit) {
      this.isPaused = true
      this.#raw.pause()
    }
    this.#line.wakeOne(undefined)
  }

  take(): WebSocketMessage | undefined {
    if (this.#messages.length === 0) return undefined
    const { message, size } = this.#messages.shift()
    this.#bytes -= size
    if (this.isPaused && this.#bytes <= this.#limit / 2) this.#resume()
    return message
  }

  /** Waits until something has arrived, or nothing will. */
  arrival(): Parked<void, void> {
    return this.#line.park()
  }

  /** Nothing more will be received; what is here still can be. */
  end(): void {
    this.isOver = true
    this.#line.wakeAll(undefined)
    // The other side's close frame lies behind what it still sends.
    if (this.isPaused) this.#resume()
  }

  /** Nothing will be received any more: the closing handshake comes behind it. */
  discard(): void {
    this.#discards = true
    if (this.isPaused) this.#resume()
  }

  #resume(): void {
    this.isPaused = false
    this.#raw.resume()
  }
}
