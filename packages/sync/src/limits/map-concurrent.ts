/**
 * `fn` for each of many items, so many at a time: what p-limit is used for, with nothing left running.
 *
 * An item is taken only when there is room for it, so a source without end, or one that is slow, is no trouble. A result
 * waits to be taken and keeps its place meanwhile: at most `limit` items are under way or finished and not
 * taken. In order, a slow item therefore holds up those behind it; collecting as a whole has no such limit, because the
 * results are put in order at the end.
 *
 * The first failure ends it all: what is under way is cancelled and awaited, then the error comes out. The same
 * happens when the consumer is cancelled, or leaves early.
 */

import {
  type AsyncGeneratorObject,
  type AsyncSource,
  type Awaitable,
  asyncGenerator,
  type Coroutine,
  coroutine,
  emit,
  ensureFuture,
  type Future,
  isFuture,
  type Suspension,
} from '@acoro/core'
import { cancelAll, describeValue, Ring, WaitQueue } from '@acoro/core/lowlevel'
import { checkFunction, checkLimit } from '../base/check.ts'

export interface MapConcurrentOptions {
  /** How many at a time; Infinity is allowed. */
  limit: number
  /** Results in the order of the items, as is the default, or as they come. */
  ordered?: boolean | undefined
}

/** What `mapConcurrent` gives: await it for all results, or iterate it with `asyncFor`; one of them, once. */
export class ConcurrentMap<R> implements Awaitable<R[]>, AsyncSource<R> {
  readonly #results: (inOrder: boolean) => AsyncGeneratorObject<Result<R>>
  readonly #ordered: boolean
  #stream: AsyncGeneratorObject<Result<R>> | null = null

  /** @internal Use `mapConcurrent`. */
  constructor(results: (inOrder: boolean) => AsyncGeneratorObject<Result<R>>, ordered: boolean) {
    this.#results = results
    this.#ordered = ordered
  }

  /** All results, as one awaits it: `const pages = yield* mapConcurrent(…)`. */
  [Symbol.iterator](): Iterator<Suspension, R[], unknown> {
    return this.collect()[Symbol.iterator]() as Iterator<Suspension, R[], unknown>
  }

  /** All results, as a coroutine for `createTask` and the like. */
  collect(): Coroutine<R[]> {
    return collect(this.#results(false), this.#ordered) as Coroutine<R[]>
  }

  /** For `asyncFor`: the next result. */
  *anext(): Generator<Suspension, IteratorResult<R, undefined>, unknown> {
    this.#stream ??= this.#results(this.#ordered)
    const step = yield* this.#stream.anext()
    return step.done === true ? { done: true, value: undefined } : { done: false, value: step.value.value }
  }

  /** Cancels and awaits what is under way. */
  *aclose(): Generator<Suspension, void, unknown> {
    if (this.#stream !== null) yield* this.#stream.aclose()
  }
}

/**
 * Runs `fn(item, index)` for each item, `limit` at a time. Await it for an array of the results, or go through them with
 * `asyncFor`. Items may be iterable, or a source with `anext` (a queue, a channel). RangeError for a limit below 1.
 * Cancelled, it cancels and awaits what is under way.
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
  const pull = pullerOf(items)
  checkFunction(fn, 'what to do with each item')
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected { limit } for mapConcurrent, got ${describeValue(options)}`)
  }
  const { limit, ordered = true } = options
  checkLimit(limit, 'the limit of mapConcurrent', 1)
  return new ConcurrentMap<R>(
    (inOrder) => work({ pull, fn, limit, inOrder } as Work) as AsyncGeneratorObject<Result<R>>,
    ordered,
  )
}

interface Result<R> {
  readonly index: number
  readonly value: R
}

/** Where items come from: at once, or to be waited for. */
interface Puller {
  next(): Step | Future<Step>
  close(): Awaitable<void>
}

type Step = IteratorResult<unknown, unknown>

interface Work {
  pull: () => Puller
  fn: (item: unknown, index: number) => Awaitable<unknown>
  limit: number
  inOrder: boolean
}

const work = asyncGenerator(function* mapConcurrent({ pull, fn, limit, inOrder }: Work) {
  const source = pull()
  const running = new Map<number, Future<unknown>>()
  const finished = new Ring<number>()
  const changes = new WaitQueue({ describe: () => `mapConcurrent (${running.size} of ${limit} under way)` })
  let pulling: Future<Step> | null = null
  let failed: Future<unknown> | null = null
  let begun = 0
  let emitted = 0
  let exhausted = false

  function begin(step: Step): void {
    if (step.done === true) {
      exhausted = true
      return
    }
    const index = begun++
    const future = ensureFuture(fn(step.value, index))
    running.set(index, future)
    future.addDoneCallback(() => {
      // Asking counts as having seen the error: of several failures the first comes out.
      if (future.cancelled() || future.exception() !== undefined) failed ??= future
      else finished.push(index)
      changes.wakeOne()
    })
  }

  try {
    for (;;) {
      while (!exhausted && pulling === null && begun - emitted < limit) {
        const step = source.next()
        if (isFuture(step)) {
          pulling = step as Future<Step>
          pulling.addDoneCallback(() => void changes.wakeOne())
        } else begin(step)
      }
      const ready: number | undefined = inOrder ? emitted : finished.length > 0 ? finished.at(0) : undefined
      const future = failed ?? (ready === undefined ? undefined : running.get(ready))
      if (future?.done()) {
        const value = future.result()
        running.delete(ready as number)
        if (!inOrder) finished.shift()
        emitted++
        yield* emit({ index: ready as number, value })
      } else if (pulling?.done()) {
        const step: Step = pulling.result()
        pulling = null
        begin(step)
      } else if (exhausted && running.size === 0) return
      else yield* changes.park()
    }
  } finally {
    const left = new Set(running.values())
    if (pulling !== null) left.add(pulling)
    yield* cancelAll(left)
    if (!exhausted) yield* source.close()
  }
})

const collect = coroutine(function* mapConcurrent(
  stream: AsyncGeneratorObject<Result<unknown>>,
  ordered: boolean,
): Generator<Suspension, unknown[], unknown> {
  const results: unknown[] = []
  for (;;) {
    const step = yield* stream.anext()
    if (step.done === true) return results
    if (ordered) results[step.value.index] = step.value.value
    else results.push(step.value.value)
  }
})

function pullerOf(items: unknown): () => Puller {
  if (typeof items === 'object' && items !== null && !isFuture(items)) {
    const source = items as Partial<AsyncSource<unknown> & Iterable<unknown>>
    if (typeof source.anext === 'function') {
      return () => ({
        next: () => ensureFuture((items as AsyncSource<unknown>).anext()),
        *close() {
          if (source.aclose !== undefined) yield* source.aclose()
        },
      })
    }
    if (typeof source[Symbol.iterator] === 'function') {
      return () => {
        const iterator = (items as Iterable<unknown>)[Symbol.iterator]()
        return {
          next: () => iterator.next(),
          *close() {
            iterator.return?.()
          },
        }
      }
    }
  }
  throw new TypeError(`Expected items, an iterable or a source with anext(), got ${describeValue(items)}`)
}
