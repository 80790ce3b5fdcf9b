/**
 * Rooms: a message for many, which no slow client holds up.
 *
 * Each member has a queue of its own, which is bounded. A message goes to `ws` at once if the member has
 * room, else into its queue. One whose queue is full is either given up or loses its oldest messages. Nobody
 * else notices.
 */

import { RuntimeError } from '@acoro/core'
import { checkOptions, countFrom, describeValue, type OptionKinds, Ring } from '@acoro/core/lowlevel'
import type { WebSocketConnection } from './connection.ts'
import { type Frame, frameOf } from './frame.ts'
import type { WebSocketMessage } from './raw.ts'

export interface RoomOptions {
  /** How many messages a member may be behind; 100 by default. */
  capacity?: number | undefined
  /**
   * What happens to a member that falls further behind: `'abort'`, the default, closes its connection with
   * 1013 and cancels its task; `'dropOldest'` drops what it has not got for the longest time.
   */
  overflow?: 'abort' | 'dropOldest' | undefined
}

const OPTIONS: OptionKinds = {
  capacity: countFrom(1),
  overflow(value, what) {
    if (value === 'abort' || value === 'dropOldest') return
    throw new TypeError(`Expected ${what} to be 'abort' or 'dropOldest', got ${describeValue(value)}`)
  },
}

/** WebSockets that get the same messages. */
export class Room {
  readonly #seats = new Map<WebSocketConnection, Seat>()
  readonly #capacity: number
  readonly #drops: boolean
  #dropped = 0
  #aborted = 0

  constructor(options: RoomOptions = {}) {
    checkOptions(options, 'Room()', OPTIONS)
    this.#capacity = options.capacity ?? 100
    this.#drops = options.overflow === 'dropOldest'
  }

  /** How many members there are. */
  get size(): number {
    return this.#seats.size
  }

  /** The members. */
  [Symbol.iterator](): IterableIterator<WebSocketConnection> {
    return this.#seats.keys()
  }

  /** What waits in the queues, what was dropped, and how many members were given up. */
  statistics(): { members: number; queued: number; dropped: number; aborted: number } {
    let queued = 0
    for (const seat of this.#seats.values()) queued += seat.queued
    return { members: this.#seats.size, queued, dropped: this.#dropped, aborted: this.#aborted }
  }

  /**
   * Lets `socket` in, until the seat is disposed or the connection has closed. RuntimeError if it is in
   * already, or has closed.
   */
  join(socket: WebSocketConnection): Seat {
    if (this.#seats.has(socket)) throw new RuntimeError(`${socket.name} is in this room already`)
    if (socket.isClosed) throw new RuntimeError(`${socket.name} has closed: it cannot join a room`)
    const seat = new Seat(socket, () => {
      this.#seats.delete(socket)
      socket._onClosed.delete(seat._leave)
    })
    this.#seats.set(socket, seat)
    socket._onClosed.add(seat._leave)
    return seat
  }

  /**
   * Sends `message` to all members but `except`. It never waits. TypeError for anything but text and bytes.
   */
  broadcast(message: WebSocketMessage, except?: WebSocketConnection): void {
    const frame = frameOf(message, 'broadcast()')
    for (const [socket, seat] of [...this.#seats]) {
      if (socket === except || seat.add(frame, this.#capacity, this.#drops)) continue
      if (this.#drops) this.#dropped++
      else {
        this.#aborted++
        seat._leave()
        socket.abort(1013, 'too slow')
      }
    }
  }
}

/** A place in a room. Disposing it leaves the room, and forgets what is queued. */
export class Seat {
  readonly #socket: WebSocketConnection
  readonly #frames = new Ring<Frame>()
  /** @internal */
  readonly _leave: () => void

  /** @internal */
  constructor(socket: WebSocketConnection, leave: () => void) {
    this.#socket = socket
    this._leave = () => {
      this.#frames.clear()
      leave()
    }
  }

  /** How many messages wait in its queue. */
  get queued(): number {
    return this.#frames.length
  }

  [Symbol.dispose](): void {
    this._leave()
  }

  /** @internal The next message to send. */
  next(): Frame | undefined {
    return this.#frames.length === 0 ? undefined : this.#frames.shift()
  }

  /** @internal Returns false if there was no room for it, or if another one was dropped for it. */
  add(frame: Frame, capacity: number, drops: boolean): boolean {
    const frames = this.#frames
    const isFull = frames.length >= capacity
    if (isFull && !drops) return false
    if (isFull) frames.shift()
    frames.push(frame)
    this.#socket._feed(this)
    return !isFull
  }
}
