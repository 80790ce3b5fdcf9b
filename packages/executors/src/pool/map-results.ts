/**
 * The results of `pool.map`, together or one by one.
 *
 * An item is taken from the iterable when there is room for its job, so the iterable may be endless. At most
 * `limit` results are kept until they are taken.
 */

import {
  type AsyncGeneratorObject,
  type AsyncSource,
  type Awaitable,
  asyncFor,
  asyncGenerator,
  type Coroutine,
  coroutine,
  type Executor,
  emit,
  type Future,
  getRunningLoop,
  type Suspension,
} from '@acoro/core'
import { describeValue, Ring, WaitQueue } from '@acoro/core/lowlevel'

export interface MapOptions {
  /** How many jobs may be in the executor at a time. */
  limit?: number | undefined
  /** Return results in the order of the items (the default), or as they come. */
  ordered?: boolean | undefined
}

/** The results. Await it for an array of all, or iterate over it with `asyncFor`. */
export class MapResults<R> implements AsyncSource<R>, Awaitable<R[]> {
  readonly #results: AsyncGeneratorObject<R>

  /** @internal Use `pool.map`. */
  constructor(
    executor: Executor,
    fn: (item: never) => unknown,
    items: Iterable<unknown>,
    options: MapOptions,
  ) {
    const { limit = 1, ordered = true } = options
    if (typeof items?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`Expected items to go through, an iterable, got ${describeValue(items)}`)
    }
    const submit = (item: unknown): Future<R> =>
      getRunningLoop().runInExecutor(executor, fn as (item: unknown) => R, item) as Future<R>
    this.#results = (ordered ? inOrder : asTheyCome)(submit, items, limit) as AsyncGeneratorObject<R>
  }

  anext(): Coroutine<IteratorResult<R, unknown>> {
    return this.#results.anext()
  }

  /** Cancels the jobs that are left. */
  aclose(): Coroutine<void> {
    return this.#results.aclose()
  }

  [Symbol.iterator](): Iterator<Suspension, R[], unknown> {
    return collect(this)[Symbol.iterator]() as Iterator<Suspension, R[], unknown>
  }
}

type Submit = (item: unknown) => Future<unknown>

const inOrder = asyncGenerator(function* map(submit: Submit, items: Iterable<unknown>, limit: number) {
  const running = new Ring<Future<unknown>>()
  try {
    for (const item of items) {
      running.push(submit(item))
      if (running.length >= limit) yield* emit(yield* running.shift())
    }
    while (running.length > 0) yield* emit(yield* running.shift())
  } finally {
    while (running.length > 0) drop(running.shift())
  }
})

const asTheyCome = asyncGenerator(function* map(submit: Submit, items: Iterable<unknown>, limit: number) {
  const running = new Set<Future<unknown>>()
  const ended = new Ring<Future<unknown>>()
  const next = new WaitQueue<void>({ describe: () => `the next of ${running.size} jobs of a map` })
  const end = (future: Future<unknown>): void => {
    ended.push(future)
    next.wakeOne()
  }
  const iterator = items[Symbol.iterator]()
  let more = true
  try {
    for (;;) {
      while (more && running.size < limit) {
        const item = iterator.next()
        if (item.done === true) more = false
        else {
          const future = submit(item.value)
          running.add(future)
          future.addDoneCallback(end)
        }
      }
      if (running.size === 0) return
      while (ended.length === 0) yield* next.park()
      const future = ended.shift()
      running.delete(future)
      yield* emit(future.result())
    }
  } finally {
    for (const future of running) drop(future)
    if (more) iterator.return?.()
  }
})

/** The result is not wanted any more. If the job has failed already, its error must not be reported. */
function drop(future: Future<unknown>): void {
  if (!future.cancel() && !future.cancelled()) future.exception()
}

const collect = coroutine(function* map<R>(results: MapResults<R>) {
  const all: R[] = []
  yield* asyncFor(results, function* (result) {
    all.push(result)
  })
  return all
})
