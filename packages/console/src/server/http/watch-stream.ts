/**
 * Streams of pictures to viewers. Each picture replaces the one before, so a viewer that reads too slowly is
 * not sent more: its connection is ended, and it may ask again. Nothing is kept for it.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSession } from 'better-sse'
import { WATCH_TIME } from '../../protocol/limits.ts'
import { REPLY_HEADERS } from './reply-headers.ts'

/** The most streams at once. */
export const MOST_STREAMS = 8

/** A viewer that has so many bytes yet to read is too slow. */
const MOST_UNREAD: number = 1024 * 1024

/** The shortest time between two pictures, in ms. */
const SHORTEST = 250

export class WatchStreams {
  readonly #open = new Set<ServerResponse>()
  readonly #picture: () => string
  readonly #watchTime: number

  /** `picture` makes the JSON of the state. */
  constructor(picture: () => string, watchTime: number = WATCH_TIME) {
    this.#picture = picture
    this.#watchTime = watchTime
  }

  get size(): number {
    return this.#open.size
  }

  /** Answers with a stream that ends by itself. False if there are too many. */
  async begin(request: IncomingMessage, response: ServerResponse, every: number): Promise<boolean> {
    if (this.#open.size >= MOST_STREAMS) return false
    this.#open.add(response)
    const timers: NodeJS.Timeout[] = []
    response.once('close', () => {
      this.#open.delete(response)
      for (const timer of timers) clearInterval(timer)
    })
    const session = await createSession(request, response, {
      headers: { ...REPLY_HEADERS },
      keepAlive: null,
      retry: null,
      trustClientEventId: false,
      // It is JSON already.
      serializer: (text) => text as string,
    })
    if (response.destroyed) return true
    const send = (): void => {
      if (response.writableLength > MOST_UNREAD) response.destroy()
      else if (session.isConnected) session.push(this.#picture(), 'state', 'state')
    }
    send()
    timers.push(setInterval(send, Math.max(SHORTEST, every)))
    timers.push(setTimeout(() => response.end(), this.#watchTime))
    return true
  }

  close(): void {
    for (const response of this.#open) response.destroy()
  }
}
