/**
 * Hears from readers how many items they have taken.
 *
 * A reader tells again and again for as long as its stream is open, so a message may be lost. The connection
 * is opened with the first stream.
 */

import type { Redis } from 'ioredis'
import { type Entry, StreamReader } from '../base/stream-reader.ts'

export class Inbox {
  readonly key: string
  readonly #connect: () => Redis
  readonly #onTaken: (id: string, count: number) => void
  #reader: StreamReader | null = null

  constructor(key: string, connect: () => Redis, onTaken: (id: string, count: number) => void) {
    this.key = key
    this.#connect = connect
    this.#onTaken = onTaken
  }

  open(): void {
    this.#reader ??= new StreamReader(this.#connect(), this.key, (entries) => this.#hear(entries))
  }

  close(): void {
    this.#reader?.close()
  }

  #hear(entries: readonly Entry[]): void {
    for (const [, [, id = '', , count = '']] of entries) {
      if (/^\d{1,15}$/.test(count)) this.#onTaken(id, Number(count))
    }
  }
}
