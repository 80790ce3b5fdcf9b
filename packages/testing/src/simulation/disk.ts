/**
 * What a host has on its disk: it outlives the program that wrote it, as memory does not.
 *
 *   set, delete, clear --> not synced --sync()--> lasts
 *                             \--crash--> lost; an exploration also lets the first of them last
 *
 * As on a platform, a write is seen by the program at once, and lasts when `sync()` has ended. Writes last in
 * their order. Values are copied both ways, because a change of an object in memory is no write.
 */

import { type Coroutine, coroutine, sleep } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

type Write = (values: Map<string, unknown>) => void

/** What is on the disk of a host, whichever program runs there. */
export class Platter {
  /** What lasts. */
  readonly values: Map<string, unknown> = new Map()
  /** The writes that may be lost, first to last. */
  readonly #unsynced: Write[] = []
  /** How many writes last, of all that there were. */
  #synced = 0

  get unsynced(): number {
    return this.#unsynced.length
  }

  /** The number of the last write. */
  get written(): number {
    return this.#synced + this.#unsynced.length
  }

  add(write: Write): void {
    this.#unsynced.push(write)
  }

  /** Lets the writes up to that number last. */
  settle(written: number): void {
    while (this.#synced < written && this.#unsynced.length > 0) {
      this.#unsynced.shift()?.(this.values)
      this.#synced++
    }
  }

  /** Forgets the writes that do not last. */
  lose(): void {
    this.#synced += this.#unsynced.length
    this.#unsynced.length = 0
  }
}

/**
 * The disk of a host of a Simulation, as its program sees it: a map that outlives a crash. The keys are
 * strings; the values are whatever `structuredClone` can copy.
 */
export class Disk {
  readonly #values: Map<string, unknown>
  readonly #syncTime: number
  /** null: the program crashed, and writes no more. */
  #platter: Platter | null

  /** @internal */
  constructor(platter: Platter, syncTime: number) {
    this.#platter = platter
    this.#syncTime = syncTime
    this.#values = new Map(platter.values)
  }

  get size(): number {
    return this.#values.size
  }

  /** A copy of the value, or undefined. */
  get<V = unknown>(key: string): V | undefined {
    return structuredClone(this.#values.get(key)) as V | undefined
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  keys(): IterableIterator<string> {
    return this.#values.keys()
  }

  /** Writes a copy of `value`. It lasts when a later `sync()` has ended. TypeError if it cannot be copied. */
  set(key: string, value: unknown): this {
    if (typeof key !== 'string')
      throw new TypeError(`Expected the key of a value on disk, a string, got ${describeValue(key)}`)
    const copy = copied(key, value)
    this.#write((values) => values.set(key, copy))
    return this
  }

  delete(key: string): boolean {
    const had = this.#values.has(key)
    if (had) this.#write((values) => values.delete(key))
    return had
  }

  clear(): void {
    this.#write((values) => values.clear())
  }

  /**
   * Waits until all that was written before lasts (`fsync`). If it is cancelled, the writes may still be
   * lost.
   */
  sync(): Coroutine<void> {
    return syncing(this.#syncTime, () => {
      const platter = this.#platter
      const { written = 0 } = platter ?? {}
      // A disk of a program that crashed meanwhile has no platter any more.
      return () => this.#platter?.settle(written)
    })
  }

  /** @internal The program ends: what it writes from now on is lost. */
  _detach(): void {
    this.#platter = null
  }

  toString(): string {
    return `<Disk of ${this.size === 1 ? '1 value' : `${this.size} values`}>`
  }

  #write(write: Write): void {
    if (this.#platter === null) return
    write(this.#values)
    this.#platter.add(write)
  }
}

const syncing = coroutine(function* sync(time: number, begin: () => () => void) {
  const settle = begin()
  yield* sleep(time)
  settle()
})

function copied(key: string, value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch (cause) {
    throw new TypeError(
      `Expected a value for ${describeValue(key)} that can be written to a disk, such as an object of plain ` +
        `data, got ${describeValue(value)}`,
      { cause },
    )
  }
}
