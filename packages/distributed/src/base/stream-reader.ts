/**
 * Reads a stream in Redis to its end, and goes on reading. What was read is deleted.
 *
 * The stream begins with its reader, so nothing can have been added before the first read. After a reconnect
 * it is read from its beginning: Redis may have come back without its data and with an earlier clock. So an
 * entry may come twice.
 */

import type { Redis } from 'ioredis'

/** An entry, as Redis tells it: names and values in turn. */
export type Entry = readonly [id: string, fields: readonly string[]]

/** How long one read waits, in ms. */
const BLOCK = 5000
const AT_ONCE = 500

export class StreamReader {
  readonly stream: string
  readonly #redis: Redis
  readonly #onEntries: (entries: readonly Entry[]) => void
  #cursor = '0-0'
  #closed = false

  /** `redis` is for this reader alone, which closes it. */
  constructor(redis: Redis, stream: string, onEntries: (entries: readonly Entry[]) => void) {
    this.#redis = redis
    this.stream = stream
    this.#onEntries = onEntries
    redis.on('close', () => {
      this.#cursor = '0-0'
    })
    void this.#loop()
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
    const answer = await this.#redis.xread('COUNT', AT_ONCE, 'BLOCK', BLOCK, 'STREAMS', this.stream, cursor)
    const entries = answer?.[0]?.[1] as Entry[] | undefined
    if (entries === undefined || entries.length === 0) return
    this.#cursor = (entries.at(-1) as Entry)[0]
    // Not waited for: the next read is sent behind it. An entry that stays is read again after a reconnect.
    this.#redis.xdel(this.stream, ...entries.map(([id]) => id)).catch(() => {})
    this.#onEntries(entries)
  }
}
