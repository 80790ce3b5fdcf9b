/**
 * Many calls for one thing each as one call for many.
 *
 *   collecting --maxWait is over, or maxSize is reached--> under way --> each caller gets its own part
 *        \--a caller leaves: its key is taken out           \--all have left: cancelled and awaited
 *
 * A batch is a task that begins with its first key, and that all its callers share (see flights.ts). Nothing
 * is kept and nothing is deduplicated: wrap the result in `memoize` for that.
 */

import { type Awaitable, type Coroutine, coroutine, type EventLoop, type Suspension } from '@acoro/core'
import { countFrom, describeValue, duration } from '@acoro/core/lowlevel'
import { checkFunction, checkNeeded } from '../base/check.ts'
import { nameOfFunction } from '../base/errors.ts'
import { Named } from '../base/named.ts'
import { Nap } from '../base/nap.ts'
import { awaitable } from '../base/user-code.ts'
import { type Flight, Flights, flying } from '../flight/flights.ts'

export interface BatchOptions {
  /** The most keys of a batch; no limit by default. A batch that has so many begins at once. */
  maxSize?: number | undefined
  /** How long to collect keys, in ms; 0 by default, which are the keys of one turn of the loop. */
  maxWait?: number | undefined
  /** Shown in reports; the name of the function by default. */
  name?: string | undefined
}

/**
 * Returns a function that takes one key, and collects keys for `fn`. That gets a list of keys, and returns a
 * list of as many results in the same order. A result that is an Error is thrown in its caller alone; what
 * `fn` throws is thrown in all of them. TypeError and RangeError for bad arguments.
 *
 * A caller that is cancelled takes its key out, if the batch has not begun. If all have left, the batch is
 * cancelled and awaited.
 *
 * @example
 * ```ts
 * const batches: number[][] = []
 * const load = batch({ maxSize: 2 }, function* (ids: readonly number[]) {
 *   batches.push([...ids])
 *   yield* sleep(10)
 *   return ids.map((id) => `user ${id}`)
 * })
 * yield* gather([load(1), load(2), load(3)]) // => ['user 1', 'user 2', 'user 3']
 * batches // => [[1, 2], [3]]
 * ```
 */
export function batch<K, V>(
  options: BatchOptions,
  fn: (keys: readonly K[]) => Awaitable<readonly (V | Error)[]>,
): (key: K) => Coroutine<V> {
  checkNeeded(options, 'batch()', { maxSize: countFrom(1, true), maxWait: duration, name: 'string' })
  checkFunction(fn, 'the function of batch()')
  const batches = new Batches(options, fn as (keys: readonly unknown[]) => Awaitable<readonly unknown[]>)
  return (key) => loading(batches, key) as Coroutine<V>
}

interface Entry {
  readonly key: unknown
  /** Its place in the batch, once that has begun. */
  index: number
}

interface Batch {
  readonly entries: Set<Entry>
  /** Null while it collects. */
  results: readonly unknown[] | null
  begun: boolean
  readonly flight: Flight<void>
  readonly nap: Nap
}

class Batches extends Named {
  readonly #fn: (keys: readonly unknown[]) => Awaitable<readonly unknown[]>
  readonly #maxSize: number
  readonly #maxWait: number
  readonly #flights = new Flights()
  /** The one that collects. */
  #current: Batch | null = null

  constructor(options: BatchOptions, fn: (keys: readonly unknown[]) => Awaitable<readonly unknown[]>) {
    super(options.name ?? nameOfFunction(fn, 'batch'))
    this.#fn = fn
    this.#maxSize = options.maxSize ?? Infinity
    this.#maxWait = options.maxWait ?? 0
  }

  *load(key: unknown): Generator<Suspension, unknown, unknown> {
    const loop = this._bind()
    // One that is being cancelled takes nobody.
    if (this.#current !== null && this.#current.flight.task.cancelling() > 0) this.#current = null
    this.#current ??= this.#open(loop)
    const batch = this.#current
    const entry: Entry = { key, index: -1 }
    batch.entries.add(entry)
    if (batch.entries.size >= this.#maxSize) {
      this.#current = null
      batch.nap.wake()
    }
    try {
      yield* batch.flight.share()
    } finally {
      if (!batch.begun) batch.entries.delete(entry)
    }
    batch.flight.outcome()
    const result = (batch.results as readonly unknown[])[entry.index]
    if (result instanceof Error) throw result
    return result
  }

  #open(loop: EventLoop): Batch {
    const when = loop.time() + this.#maxWait
    const nap = new Nap(() => `${this.name} (collects ${batch.entries.size} keys)`)
    const batch: Batch = {
      entries: new Set(),
      results: null,
      begun: false,
      nap,
      flight: this.#flights.begin<void>(
        nap,
        loop,
        flying(() => running(this, batch, when), this.name) as Coroutine<void>,
        this.name,
      ),
    }
    return batch
  }

  /** @internal */
  *_running(batch: Batch, when: number): Generator<Suspension, void, unknown> {
    if (batch.entries.size < this.#maxSize) yield* batch.nap.until(when)
    if (this.#current === batch) this.#current = null
    batch.begun = true
    const keys: unknown[] = []
    for (const entry of batch.entries) entry.index = keys.push(entry.key) - 1
    // Not a method call: the function does not get `this`.
    const fn = this.#fn
    const results: unknown = yield* awaitable(fn(keys), `the function of ${this.name}`)
    if (!Array.isArray(results) || results.length !== keys.length) {
      throw new TypeError(
        `Expected the function of ${this.name} to return an array of ${keys.length} results, one for each key, ` +
          `got ${describeValue(results)}`,
      )
    }
    batch.results = results
  }

  /** @internal */
  override _rebound(): void {
    this.#current = null
    this.#flights.forgetAll()
  }

  /** @internal */
  override _summary(): string {
    return `${this.#current?.entries.size ?? 0} collected`
  }
}

const loading = coroutine(function* load(
  batches: Batches,
  key: unknown,
): Generator<Suspension, unknown, unknown> {
  return yield* batches.load(key)
})

const running: (batches: Batches, batch: Batch, when: number) => Coroutine<void> = coroutine(function* run(
  batches: Batches,
  batch: Batch,
  when: number,
): Generator<Suspension, void, unknown> {
  yield* batches._running(batch, when)
})
