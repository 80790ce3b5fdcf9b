/**
 * A lock for each key: one task at a time for each user, file or account, and different keys do not wait for
 * one another.
 *
 * The lock of a key is made when a task asks for it, and dropped when no task holds it or waits for it. So a
 * program that runs for long does not collect a lock for each key it has ever seen.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { Lock } from './lock.ts'

export interface KeyedLockStatistics<K> {
  /** The keys that are held or waited for. */
  keys: { key: K; holder: string | undefined; waiting: number }[]
}

/**
 * Lets one task in at a time for each key, in order of arrival. Keys are compared as by `Map`.
 *
 * @example
 * ```ts
 * const accounts = new KeyedLock<string>()
 * const log: string[] = []
 * const book = coroutine(function* book(account: string, what: string) {
 *   using _held = yield* accounts.acquire(account)
 *   yield* sleep(10)
 *   log.push(`${account} ${what} of ${accounts.size} busy`)
 * })
 * yield* gather(book('ada', 'first'), book('ada', 'second'), book('bob', 'first'))
 * log // => ['ada first of 2 busy', 'bob first of 2 busy', 'ada second of 1 busy']
 * ```
 */
export class KeyedLock<K> extends Primitive {
  readonly #entries: Map<K, Entry<K>> = new Map()

  constructor(options?: NamedOptions) {
    super(options)
  }

  /** The number of keys that are held or waited for. */
  get size(): number {
    return this.#entries.size
  }

  /** Whether a task holds `key`. */
  locked(key: K): boolean {
    return this.#entries.get(key)?.lock.locked() ?? false
  }

  /**
   * Waits until `key` is free: `using held = yield* locks.acquire(key)`. If cancelled, it leaves the line.
   */
  acquire(key: K): Coroutine<Permit> {
    return acquire(this as KeyedLock<unknown>, key)
  }

  /** Takes `key` if no task holds it or waits for it; returns undefined otherwise. Never waits. */
  tryAcquire(key: K): Permit | undefined {
    if (this.#entries.has(key)) return undefined
    const entry = this._enter(key)
    entry.held = entry.lock.tryAcquire()
    return new Permit(entry, 1)
  }

  statistics(): KeyedLockStatistics<K> {
    const keys = [...this.#entries.values()].map(({ key, lock }) => {
      const { holder, waiting } = lock.statistics()
      return { key, holder, waiting }
    })
    return { keys }
  }

  /** @internal One more task holds the key or waits for it. */
  _enter(key: K): Entry<K> {
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      const name = this.name === '' ? nameOf(key) : `${this.name}[${nameOf(key)}]`
      entry = new Entry(this, key, new Lock({ name }))
      this.#entries.set(key, entry)
    }
    entry.users++
    return entry
  }

  /** @internal One task less. */
  _leave(entry: Entry<K>): void {
    if (--entry.users === 0) this.#entries.delete(entry.key)
  }

  /** @internal */
  override _summary(): string {
    return `keys:${this.#entries.size}`
  }
}

class Entry<K> implements Releasable {
  readonly #of: KeyedLock<K>
  readonly key: K
  readonly lock: Lock
  /** The number of tasks that hold it or wait for it. */
  users = 0
  /** Kept, and released by the permit of the key. */
  held: Permit | undefined

  constructor(of: KeyedLock<K>, key: K, lock: Lock) {
    this.#of = of
    this.key = key
    this.lock = lock
  }

  /** @internal */
  _release(): void {
    this.lock.release()
    this.#of._leave(this)
  }
}

const acquire = coroutine(function* acquire(
  locks: KeyedLock<unknown>,
  key: unknown,
): Generator<Suspension, Permit, unknown> {
  const entry = locks._enter(key)
  let acquired = false
  try {
    // As in Lock, only a wait binds it to a loop. The lock of a key does not live long enough to know the
    // loop.
    if (entry.users > 1) locks._bind()
    entry.held = yield* entry.lock.acquire()
    acquired = true
    return new Permit(entry, 1)
  } finally {
    if (!acquired) locks._leave(entry)
  }
})

/** A key in reports. The `toString` of an object may be missing, throw, or say nothing. */
function nameOf(key: unknown): string {
  try {
    const text = String(key)
    return text === '[object Object]' ? describeValue(key) : text
  } catch {
    return 'an object'
  }
}
