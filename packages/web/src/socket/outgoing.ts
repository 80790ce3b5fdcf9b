/**
 * What is sent, up to a high-water mark. `ws` takes any amount and never waits, so a client that does not
 * read would fill the memory. Here a message is handed to it only while fewer than `limit` bytes are on their
 * way.
 *
 *   a message --room--> on its way --the platform has written it--> gone, and the next one has room
 *           \--no room--> its task waits in line, or it waits in the queue of its room
 *
 * Tasks and rooms take turns, so that neither starves the other.
 */

import { type Parked, WaitQueue } from '@acoro/core/lowlevel'
import type { Frame } from './frame.ts'
import type { RawWebSocket } from './raw.ts'

/** Has messages to send that do not wait in a task: a seat in a room. */
export interface Feeder {
  /** The next message, or undefined if there is none left; it is then forgotten until it comes again. */
  next(): Frame | undefined
}

/** A message costs memory beside its bytes: an endless row of empty ones has to fill the buffer, too. */
export const OVERHEAD = 64

export class Outgoing {
  readonly #raw: RawWebSocket
  readonly #limit: number
  readonly #progress: () => void
  readonly #line: WaitQueue<void>
  readonly #feeders: Feeder[] = []
  #bytes = 0
  /** A woken task that has not sent yet has the room that it was woken for. */
  #granted = 0
  #feedersTurn = false

  constructor(raw: RawWebSocket, limit: number, describe: () => string, progress: () => void) {
    this.#raw = raw
    this.#limit = limit
    this.#progress = progress
    this.#line = new WaitQueue<void>({
      describe,
      onReturned: () => {
        this.#granted--
        this.#goOn()
      },
    })
  }

  /** How many bytes are on their way. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many tasks wait for room. */
  get waiting(): number {
    return this.#line.size
  }

  get hasRoom(): boolean {
    return (
      this.#bytes < this.#limit && this.#granted === 0 && this.#line.size === 0 && this.#feeders.length === 0
    )
  }

  /** A place in line. When it is served, call `pushGranted`. */
  park(): Parked<void, void> {
    return this.#line.park()
  }

  push({ data, binary }: Frame): void {
    const size = data.byteLength + OVERHEAD
    this.#bytes += size
    this.#raw.send(data, { binary }, () => {
      this.#bytes -= size
      this.#progress()
      this.#goOn()
    })
  }

  pushGranted(frame: Frame): void {
    this.#granted--
    this.push(frame)
    this.#goOn()
  }

  /** `feeder` has something to send. */
  feed(feeder: Feeder): void {
    if (!this.#feeders.includes(feeder)) this.#feeders.push(feeder)
    this.#goOn()
  }

  /** The connection has closed. */
  abort(error: unknown): void {
    this.#feeders.length = 0
    this.#line.abort(error)
  }

  #goOn(): void {
    while (this.#granted === 0 && this.#bytes < this.#limit) {
      if (this.#feedersTurn && this.#feedOne()) {
        this.#feedersTurn = false
        continue
      }
      this.#feedersTurn = true
      if (this.#line.wakeOne(undefined)) this.#granted++
      else if (!this.#feedOne()) return
    }
  }

  #feedOne(): boolean {
    for (let feeder = this.#feeders.shift(); feeder !== undefined; feeder = this.#feeders.shift()) {
      const frame = feeder.next()
      if (frame === undefined) continue
      this.#feeders.push(feeder)
      this.push(frame)
      return true
    }
    return false
  }
}
