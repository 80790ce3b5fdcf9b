/**
 * A lock for each key: one user, file or account at a time, without one waiting for another.
 *
 * A key's lock is made when somebody asks for it and dropped when nobody holds it or waits for it, so a long-running
 * program does not collect one for each key it has ever seen.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'
import { Lock } from './lock.ts'

export interface KeyedLockStatistics<K> {
  /** Each key that is held or waited for. */
  keys: { key: K; holder: string | undefined; waiting: number }[]
}

/**
 * Lets one task in at a time for each key, in the order they came. Keys are compared as by `Map`.
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

  /** How many keys are held or waited for. */
  get size(): number {
    return this.#entries.size
  }

  locked(key: K): boolean {
    return this.#entries.get(key)?.lock.locked() ?? false
  }

  /** Waits for its turn at `key`: `using held = yield* locks.acquire(key)`. Cancelled, it leaves the line. */
  acquire(key: K): Coroutine<Permit> {
    return acquire(this as KeyedLock<unknown>, key)
  }

  /** Takes `key` if nobody has it or waits for it; undefined otherwise. Never waits. */
  tryAcquire(key: K): Permit | undefined {
    if (this.#entries.has(key)) return undefined
    const entry = this._enter(key)
    entry.lock.tryAcquire()
    return new Permit(entry, 1)
  }

  statistics(): KeyedLockStatistics<K> {
    const keys = [...this.#entries.values()].map(({ key, lock }) => {
      const { holder, waiting } = lock.statistics()
      return { key, holder, waiting }
    })
    return { keys }
  }

  /** @internal One more holds it or waits for it. */
  _enter(key: K): Entry<K> {
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      const name = this.name === '' ? String(key) : `${this.name}[${String(key)}]`
      entry = new Entry(this, key, new Lock({ name }))
      this.#entries.set(key, entry)
    }
    entry.users++
    return entry
  }

  /** @internal One less. */
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
  /** Those who hold it or wait for it. */
  users = 0

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
    // As in Lock, only who has to wait binds it to a loop; the lock of a key does not live long enough to know.
    if (entry.users > 1) locks._bind()
    yield* entry.lock.acquire()
    acquired = true
    return new Permit(entry, 1)
  } finally {
    if (!acquired) locks._leave(entry)
  }
})
