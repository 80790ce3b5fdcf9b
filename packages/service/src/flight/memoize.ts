/**
 * Keeps the values of calls, and shares the calls under way.
 *
 *   missing --call--> under way --value--> fresh --ttl--> stale --staleWhileRevalidate--> missing
 *      ^                  |                   ^              |
 *      \--error, cancel---/                   \----value-----/  a refresh, in the background
 *
 * A call that finds a stale value returns it at once, and begins one refresh. If that fails, the value stays,
 * and the error is reported.
 *
 * Errors are not kept. Times count from the arrival of the value, by the clock of the loop. A load that was
 * under way when its key was deleted is not stored: it may have read what was there before. The limit counts
 * values, so it never stops a load.
 */

import { type Awaitable, type Coroutine, coroutine, type EventLoop, type Suspension } from '@acoro/core'
import { checkOptions, countFrom, durationOrInfinity, Operation, Ready } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { nameOfFunction } from '../base/errors.ts'
import { Named } from '../base/named.ts'
import { awaitable, report } from '../base/user-code.ts'
import { type Flight, Flights } from './flights.ts'
import { type KeyOf, keyOf } from './key.ts'

export interface MemoizeOptions<Args extends unknown[]> {
  /** What tells calls apart; by default the argument, if there is one at most and it is no object. */
  key?: ((...args: Args) => unknown) | undefined
  /** How long a value is fresh, in ms from its arrival; for ever by default. */
  ttl?: number | undefined
  /**
   * How long after that a value is returned while a new one is loaded in the background, in ms; 0 by default.
   */
  staleWhileRevalidate?: number | undefined
  /**
   * The most values that are kept; 1000 by default, Infinity for no limit. The one not used for the longest
   * time goes first.
   */
  max?: number | undefined
  /** Shown in reports; the name of the function by default. */
  name?: string | undefined
}

/** A function whose values are kept. */
export interface Memoized<Args extends unknown[], T> {
  (...args: Args): Coroutine<T>
  /**
   * Drops the value for these arguments. A load under way is not stored. Returns whether there was a value or
   * a load.
   */
  delete(...args: Args): boolean
  /** Drops all values. Loads under way are not stored. */
  clear(): void
  /** Whether a call with these arguments would return a value at once. */
  has(...args: Args): boolean
  /** The number of values that are kept, those included that are too old and were not asked for since. */
  readonly size: number
}

/**
 * Wraps a function so that its values are kept by key. Calls at the same time share one call of it, as in
 * `singleFlight`. Errors are not kept. TypeError and RangeError for bad arguments, and TypeError for a call
 * whose key is not clear.
 *
 * If a caller is cancelled, the others keep the result. The last one to leave cancels the load, and awaits
 * it.
 *
 * @example
 * ```ts
 * let calls = 0
 * const load = memoize(function* load(id: number) {
 *   calls++
 *   yield* sleep(10)
 *   return `page ${id}`
 * }, { ttl: 60_000 })
 * const pages = [yield* load(1), yield* load(1)]
 * pages // => ['page 1', 'page 1']
 * calls // => 1
 * ```
 */
export function memoize<Args extends unknown[], T>(
  fn: (...args: Args) => Awaitable<T>,
  options?: MemoizeOptions<Args>,
): Memoized<Args, T> {
  checkFunction(fn, 'the function of memoize()')
  checkOptions(options, 'memoize()', {
    key: 'function',
    ttl: durationOrInfinity,
    staleWhileRevalidate: durationOrInfinity,
    max: countFrom(1, true),
    name: 'string',
  })
  const memo = new Memo<Args, T>(fn, options ?? {})
  const call = (...args: Args): Coroutine<T> =>
    new MemoCall<T>(memo as unknown as Memo<unknown[], T>, memo.keyOf(args), args)
  Object.defineProperty(call, 'name', { value: memo.name, configurable: true })
  return Object.defineProperties(call, {
    delete: { value: (...args: Args) => memo.delete(memo.keyOf(args)) },
    clear: { value: () => memo.clear() },
    has: { value: (...args: Args) => memo.has(memo.keyOf(args)) },
    size: { get: () => memo.size },
  }) as unknown as Memoized<Args, T>
}

interface Entry<T> {
  readonly value: T
  /** When it arrived. */
  readonly since: number
}

class Memo<Args extends unknown[], T> extends Named {
  readonly keyOf: KeyOf<Args>
  readonly #fn: (...args: Args) => Awaitable<T>
  readonly #ttl: number
  readonly #stale: number
  readonly #max: number
  /** The one that was used last is at the end. */
  readonly #entries = new Map<unknown, Entry<T>>()
  readonly #flights = new Flights()

  constructor(fn: (...args: Args) => Awaitable<T>, options: MemoizeOptions<Args>) {
    super(options.name ?? nameOfFunction(fn, 'memoize'))
    this.#fn = fn
    this.keyOf = keyOf(options.key, 'memoize()')
    this.#ttl = options.ttl ?? Infinity
    this.#stale = options.staleWhileRevalidate ?? 0
    this.#max = options.max ?? 1000
  }

  get size(): number {
    return this.#entries.size
  }

  /** The value, if it may be returned; a new one is loaded in the background if it is stale. */
  find(key: unknown, args: Args): Entry<T> | undefined {
    const loop = this._bind()
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    const age = this.#ttl === Infinity ? 0 : loop.time() - entry.since
    if (age >= this.#ttl + this.#stale) {
      this.#entries.delete(key)
      return undefined
    }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (age >= this.#ttl && this.#flights.get(key) === undefined) this.#refresh(key, args, loop)
    return entry
  }

  flight(key: unknown, args: Args): Flight<T> {
    return this.#flights.get<T>(key) ?? this.#load(key, args, this._bind())
  }

  #load(key: unknown, args: Args, loop: EventLoop): Flight<T> {
    const memo = this as unknown as Memo<unknown[], unknown>
    const work = loading(memo, args, () => flight as Flight<unknown>) as Coroutine<T>
    const flight: Flight<T> = this.#flights.begin<T>(key, loop, work, this.name)
    return flight
  }

  /** Nobody waits for it, so nobody who leaves may cancel it. */
  #refresh(key: unknown, args: Args, loop: EventLoop): void {
    const flight = this.#load(key, args, loop)
    flight.waiting++
    flight.task.addDoneCallback((task) => {
      flight.waiting--
      if (task.failed()) report(`error in the refresh of ${this.name}`, task.exception(), loop)
    })
  }

  /** @internal */
  *_loading(args: Args, flight: () => Flight<unknown>): Generator<Suspension, T, unknown> {
    // Not a method call: the function does not get `this`.
    const fn = this.#fn
    const value = yield* awaitable(fn(...args), `the function of ${this.name}`)
    // Deleted meanwhile, or taken over by a newer load.
    if (this.#flights.has(flight())) this.#store(flight().key, value)
    return value
  }

  #store(key: unknown, value: T): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, since: this._bind().time() })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#max) return
      this.#entries.delete(oldest)
    }
  }

  has(key: unknown): boolean {
    const entry = this.#entries.get(key)
    return (
      entry !== undefined &&
      (this.#ttl === Infinity || this._bind().time() - entry.since < this.#ttl + this.#stale)
    )
  }

  delete(key: unknown): boolean {
    const hadFlight = this.#flights.forget(key)
    return this.#entries.delete(key) || hadFlight
  }

  clear(): void {
    this.#entries.clear()
    this.#flights.forgetAll()
  }

  /** @internal The clock of another loop says nothing about the age of the values. */
  override _rebound(): void {
    this.clear()
  }

  /** @internal */
  override _summary(): string {
    return `${this.#entries.size} kept, ${this.#flights.size} under way`
  }
}

const CALL = { name: 'call' }

class MemoCall<T> extends Operation<T> {
  // Declared, and assigned in the constructor, for speed.
  declare private readonly memo: Memo<unknown[], T>
  declare private readonly key: unknown
  declare private readonly args: unknown[]

  constructor(memo: Memo<unknown[], T>, key: unknown, args: unknown[]) {
    super(CALL)
    this.memo = memo
    this.key = key
    this.args = args
  }

  override start(): Iterator<Suspension, T, unknown> {
    const entry = this.memo.find(this.key, this.args)
    if (entry !== undefined) return new Ready(entry.value)
    return this.memo.flight(this.key, this.args).join()
  }
}

const loading = coroutine(function* load(
  memo: Memo<unknown[], unknown>,
  args: unknown[],
  flight: () => Flight<unknown>,
): Generator<Suspension, unknown, unknown> {
  return yield* memo._loading(args, flight)
})
