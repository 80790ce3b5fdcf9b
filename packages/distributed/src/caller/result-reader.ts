/**
 * Reads the outcomes of a caller's jobs, from a stream of its own.
 *
 * The stream begins with the caller, so nothing can have been added before the first read. What was read is deleted.
 * After a reconnect it is read from its beginning: Redis may have come back without its data and with an earlier clock.
 */

import type { Redis } from 'ioredis'

/** How a job ended: with a value, an error, or because it was cancelled. */
export interface Outcome {
  readonly id: string
  readonly kind: 'v' | 'e' | 'c'
  /** A message, as JSON. */
  readonly body: string
}

/** How long one read waits, in ms. */
const BLOCK = 5000
const AT_ONCE = 500

type Entry = readonly [id: string, fields: readonly string[]]

export class ResultReader {
  readonly #redis: Redis
  readonly #stream: string
  readonly #onOutcome: (outcome: Outcome) => void
  #cursor = '0-0'
  #closed = false

  constructor(redis: Redis, stream: string, onOutcome: (outcome: Outcome) => void) {
    this.#redis = redis
    this.#stream = stream
    this.#onOutcome = onOutcome
    redis.on('close', () => {
      this.#cursor = '0-0'
    })
    void this.#loop()
  }

  get stream(): string {
    return this.#stream
  }

  /** Takes entries of the stream that somebody else has read. */
  take(entries: readonly Entry[]): void {
    for (const [, fields] of entries) {
      const [, id = '', , kind, , body = ''] = fields
      this.#onOutcome({ id, kind: kind as Outcome['kind'], body })
    }
  }

  close(): void {
    this.#closed = true
    this.#redis.disconnect()
  }

  async #loop(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#read()
      } catch {
        // The connection tells of its errors itself. This one was closed, or Redis answered with an error.
        if (!this.#closed) await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }

  async #read(): Promise<void> {
    const cursor = this.#cursor
    const answer = await this.#redis.xread('COUNT', AT_ONCE, 'BLOCK', BLOCK, 'STREAMS', this.#stream, cursor)
    const entries = answer?.[0]?.[1] as Entry[] | undefined
    if (entries === undefined || entries.length === 0) return
    this.#cursor = (entries.at(-1) as Entry)[0]
    this.take(entries)
    await this.#redis.xdel(this.#stream, ...entries.map(([id]) => id))
  }
}
