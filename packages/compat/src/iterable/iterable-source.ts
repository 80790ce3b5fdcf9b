/**
 * The values of an async iterator, for coroutines.
 *
 * Three things need care. A `next()` under way cannot be cancelled: so a cancelled `anext()` leaves it under way, and the
 * next call waits for the same one. No value is lost to a timeout. Several tasks may wait at once: each value goes to one of
 * them, in the order in which they came, and `next()` is called for one at a time. And `return()` of a native async
 * generator begins only when its pending `next()` has settled, which may be never (proposal-async-iteration#126): so
 * closing waits for it only if nothing is pending, and even then not for ever.
 */

import { type AsyncSource, type Coroutine, coroutine, TimeoutError, timeout } from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'
import { promiseFor } from '../base/thenable.ts'
import { fromPromise } from '../promise/from-promise.ts'

/** What an iterator is asked for here. */
export interface IteratorLike<T, R> {
  next(): PromiseLike<IteratorResult<T, R>>
  return?(): PromiseLike<unknown>
}

/** A `next()` under way. */
interface Request<T, R> {
  readonly promise: Promise<IteratorResult<T, R>>
  /** Why it was rejected, which is the iterator's end. */
  failure: { readonly error: unknown } | null
}

/** The values of an async iterator; go through them with `asyncFor`. Several tasks may: each gets other values. */
export class IterableSource<T, R = unknown> implements AsyncSource<T> {
  /** @internal */
  readonly _iterator: IteratorLike<T, R>
  /** @internal */
  readonly _closeTimeout: number
  /** @internal Does `return()` settle even if a `next()` is pending? */
  readonly _returnsAtOnce: boolean
  /** @internal */
  _request: Request<T, R> | null = null
  /** @internal */
  _ended = false
  /** @internal A task asks the iterator; those after it stand in line. */
  _asking = false
  /** @internal */
  readonly _line: WaitQueue = new WaitQueue<void>({
    describe: () => `its turn to ask the async iterator (${this._line.size} waiting)`,
    onReturned: () => this._pass(),
  })

  /** @internal Use `fromAsyncIterable(iterable)`. */
  constructor(iterator: IteratorLike<T, R>, closeTimeout: number, returnsAtOnce: boolean) {
    this._iterator = iterator
    this._closeTimeout = closeTimeout
    this._returnsAtOnce = returnsAtOnce
  }

  /** The next value. Cancelling it loses none: the next call waits for the same. */
  anext(): Coroutine<IteratorResult<T, R>> {
    return next(this)
  }

  /**
   * Calls the iterator's `return()`, unless it has ended. TimeoutError if that does not settle in time. Tasks that stand
   * in line are told of the end; the one that waits for a value under way still gets what comes.
   */
  aclose(): Coroutine<void> {
    return close(this as IterableSource<unknown>)
  }

  /** @internal */
  _begin(): Request<T, R> {
    const returned = this._iterator.next()
    const promise = promiseFor(returned) as Promise<IteratorResult<T, R>> | null
    if (promise === null) {
      throw new TypeError(
        `Expected next() of the async iterator to return a promise, got ${describeValue(returned)}`,
      )
    }
    const request: Request<T, R> = { promise, failure: null }
    promise.then(undefined, (error: unknown) => {
      request.failure = { error }
    })
    return request
  }

  /** @internal The next in line asks. */
  _pass(): void {
    if (!this._line.wakeOne()) this._asking = false
  }
}

const next: <T, R>(source: IterableSource<T, R>) => Coroutine<IteratorResult<T, R>> = coroutine(
  function* anext<T, R>(source: IterableSource<T, R>) {
    if (source._asking) yield* source._line.park()
    else source._asking = true
    try {
      if (source._ended) return { done: true, value: undefined as R } as IteratorResult<T, R>
      source._request ??= source._begin()
      const request = source._request
      let result: IteratorResult<T, R>
      try {
        result = yield* fromPromise(request.promise)
      } catch (error) {
        // A wait that was cancelled leaves it under way, and also leaves the error that came in the same turn.
        if (request.failure !== null && Object.is(request.failure.error, error)) {
          source._request = null
          source._ended = true
        }
        throw error
      }
      source._request = null
      if (typeof result !== 'object' || result === null) {
        throw new TypeError(
          `Expected next() of the async iterator to give a result, got ${describeValue(result)}`,
        )
      }
      if (result.done === true) source._ended = true
      return result
    } finally {
      source._pass()
    }
  },
)

const close = coroutine(function* aclose(source: IterableSource<unknown>) {
  if (source._ended) return
  source._ended = true
  source._line.wakeAll()
  const isBlocked = source._request !== null && !source._returnsAtOnce
  const returning = promiseFor(source._iterator.return?.())
  if (returning === null) return
  const waiting = fromPromise(returning)
  if (isBlocked) return
  const ms = source._closeTimeout
  try {
    yield* timeout(ms === Infinity ? null : ms, waiting)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    throw new TimeoutError(
      `return() of the async iterator did not settle within ${ms} ms: it may hang for ever, or need a longer closeTimeout`,
      { cause: error },
    )
  }
})
