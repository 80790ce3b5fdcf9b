/**
 * Calls a function for each of many items, a few at a time: what p-limit is used for, with nothing left
 * running.
 *
 * An item is taken only when there is room for it, so a source may be slow or endless. At most `limit` items
 * are under way or wait for their result to be taken. In order, a slow item therefore holds up those behind
 * it. Collecting all results does not: they are put in order at the end.
 *
 * The first error ends it: what is under way is cancelled and awaited, then the error is thrown. The same
 * happens if the consumer is cancelled, or stops early.
 */

import {
  type AsyncGeneratorObject,
  type AsyncSource,
  type Awaitable,
  asyncGenerator,
  type Coroutine,
  coroutine,
  emit,
  RuntimeError,
  type Suspension,
} from '@acoro/core'
import { checkFunction, checkLimit, checkNeeded } from '../base/check.ts'
import { type ItemSource, sourceOf } from './item-source.ts'
import { Mapping, type MappingOptions, type Result } from './mapping.ts'

export interface MapConcurrentOptions {
  /** How many items at a time; Infinity is allowed. */
  limit: number
  /** Whether results come in the order of the items, or as they are ready. Default: true. */
  ordered?: boolean | undefined
}

/** The result of `mapConcurrent`: await it for all results, or iterate it with `asyncFor`; once. */
export class ConcurrentMap<R> implements Awaitable<R[]>, AsyncSource<R> {
  readonly #results: (inOrder: boolean) => AsyncGeneratorObject<Result<R>>
  readonly #ordered: boolean
  #stream: AsyncGeneratorObject<Result<R>> | null = null
  #isUsed = false

  /** @internal Use `mapConcurrent`. */
  constructor(results: (inOrder: boolean) => AsyncGeneratorObject<Result<R>>, ordered: boolean) {
    this.#results = results
    this.#ordered = ordered
  }

  /** For `yield*`: returns all results. RuntimeError if it was used before. */
  [Symbol.iterator](): Iterator<Suspension, R[], unknown> {
    return this.collect()[Symbol.iterator]() as Iterator<Suspension, R[], unknown>
  }

  /**
   * A coroutine that returns all results, for `createTask` and the like. RuntimeError if it was used before.
   */
  collect(): Coroutine<R[]> {
    return collect(this as ConcurrentMap<unknown>) as Coroutine<R[]>
  }

  /** For `asyncFor`: the next result. RuntimeError if its results were collected. */
  *anext(): Generator<Suspension, IteratorResult<R, undefined>, unknown> {
    this.#stream ??= this._use(this.#ordered)
    const step = yield* this.#stream.anext()
    return step.done === true ? { done: true, value: undefined } : { done: false, value: step.value.value }
  }

  /** Cancels and awaits what is under way. */
  *aclose(): Generator<Suspension, void, unknown> {
    if (this.#stream !== null) yield* this.#stream.aclose()
  }

  /** @internal */
  get _isOrdered(): boolean {
    return this.#ordered
  }

  /** @internal Begins the work, once. */
  _use(inOrder: boolean): AsyncGeneratorObject<Result<R>> {
    if (this.#isUsed) {
      throw new RuntimeError(
        'Cannot use a mapConcurrent again: its items were taken, call mapConcurrent anew',
      )
    }
    this.#isUsed = true
    return this.#results(inOrder)
  }
}

/**
 * Calls `fn(item, index)` for each item, at most `limit` at a time. Await it for an array of the results, or
 * iterate it with `asyncFor`. Items come from an iterable, or from a source with `anext` such as a queue or a
 * channel. RangeError if `limit` is below 1. If cancelled, it cancels and awaits what is under way; an item
 * is either with `fn` or still in its source.
 *
 * @example
 * ```ts
 * const double = coroutine(function* double(n: number) {
 *   yield* sleep(50 - 10 * n)
 *   return 2 * n
 * })
 * await run(function* main() {
 *   const all = yield* mapConcurrent([1, 2, 3], double, { limit: 2 })
 *   const asTheyCame: number[] = []
 *   yield* asyncFor(mapConcurrent([1, 2, 3], double, { limit: 3, ordered: false }), function* (result) {
 *     asTheyCame.push(result)
 *   })
 *   return { all, asTheyCame }
 * }) // => { all: [2, 4, 6], asTheyCame: [6, 4, 2] }
 * ```
 */
export function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncSource<T>,
  fn: (item: T, index: number) => Awaitable<R>,
  options: MapConcurrentOptions,
): ConcurrentMap<R> {
  const open = sourceOf(items)
  checkFunction(fn, 'what to do with each item')
  checkNeeded(options, 'mapConcurrent()', {
    limit: (limit) => checkLimit(limit, 'the limit of mapConcurrent', 1),
    ordered: 'boolean',
  })
  const { limit, ordered = true } = options
  // Left out, it is undefined, which no option kind looks at.
  checkLimit(limit, 'the limit of mapConcurrent', 1)
  return new ConcurrentMap<R>(
    (inOrder) => results(open, { fn, limit, inOrder } as Order) as AsyncGeneratorObject<Result<R>>,
    ordered,
  )
}

type Order = Omit<MappingOptions, 'source'>

const results = asyncGenerator(function* mapConcurrent(open: () => ItemSource, order: Order) {
  const mapping = new Mapping({ ...order, source: open() })
  try {
    for (;;) {
      const result = mapping.poll()
      if (result === null) return
      if (result === undefined) yield* mapping.change()
      else yield* emit(result)
    }
  } finally {
    yield* mapping.end()
  }
})

const collect = coroutine(function* mapConcurrent(
  map: ConcurrentMap<unknown>,
): Generator<Suspension, unknown[], unknown> {
  const stream = map._use(false)
  const collected: unknown[] = []
  for (;;) {
    const step = yield* stream.anext()
    if (step.done === true) return collected
    if (map._isOrdered) collected[step.value.index] = step.value.value
    else collected.push(step.value.value)
  }
})
