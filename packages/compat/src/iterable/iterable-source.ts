/**
 * The values of an async iterator, for coroutines.
 *
 * A `next()` cannot be cancelled. So a cancelled `anext()` leaves it pending, and the next call waits for the
 * same value. No value is lost to a timeout. Several tasks may wait: each value goes to one of them, in the
 * order of their calls, and `next()` is called for one at a time.
 *
 * `return()` of a native async generator begins only after its pending `next()` has settled, which may be
 * never (proposal-async-iteration#126). So closing waits for it only if no `next()` is pending, and not for
 * ever even then.
 */

import { type AsyncSource, type Coroutine, coroutine, TimeoutError, timeout } from '@acoro/core'
import { describeValue, WaitQueue } from '@acoro/core/lowlevel'
import { promiseFor } from '../base/thenable.ts'
import { fromPromise } from '../promise/from-promise.ts'

/** The methods of an async iterator that are used. */
export interface IteratorLike<T, R> {
  next(): PromiseLike<IteratorResult<T, R>>
  return?(): PromiseLike<unknown>
}

/** A pending `next()`. */
interface Request<T, R> {
  readonly promise: Promise<IteratorResult<T, R>>
  /** The error it was rejected with, which is the end of the iterator. */
  failure: { readonly error: unknown } | null
}

/** The values of an async iterator. Iterate over them with `asyncFor`; several tasks may share them. */
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
  /** @internal A task waits for the iterator. The tasks after it wait in line. */
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

  /** Returns the next value. Cancelling it loses no value: the next call waits for the same one. */
  anext(): Coroutine<IteratorResult<T, R>> {
    return next(this)
  }

  /**
   * Calls `return()` of the iterator, unless it has ended. TimeoutError if that does not settle in time. The
   * tasks in line get the end. A task that waits for a pending `next()` gets what comes of it.
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

  /** @internal The next task in line may ask the iterator. */
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
        // If the wait was cancelled, the request stays, and so does an error that came in the same turn.
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
  if (isBlocked) {
    // Its error comes when the source is long closed.
    returning.then(undefined, () => {})
    return
  }
  const waiting = fromPromise(returning)
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
