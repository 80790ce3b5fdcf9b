/**
 * Async iterables into sources of coroutines.
 *
 * Two things need care. A `next()` under way cannot be cancelled: so a cancelled `anext()` leaves it where it is, and the
 * one after waits for the same, and nothing is lost to a timeout. And `return()` of a native async generator is only
 * begun when its pending `next()` has settled, which may be never (proposal-async-iteration#126): so closing waits
 * for it only where nothing is pending, and not for ever even then.
 */

import { type AsyncSource, type Coroutine, coroutine, TimeoutError, timeout } from '@acoro/core'
import { checkMilliseconds, describeValue } from '@acoro/core/lowlevel'
import { fromPromise, isThenable } from './from-promise.ts'

export interface FromAsyncIterableOptions {
  /** How long closing waits for `return()`, in ms; 1000 unless given, Infinity without end. */
  closeTimeout?: number | undefined
}

/** What an iterator is asked for here. */
export interface IteratorLike<T, R> {
  next(): PromiseLike<IteratorResult<T, R>>
  return?(): PromiseLike<unknown>
}

/** The values of an async iterator; go through them with `asyncFor`. */
export class IterableSource<T, R = unknown> implements AsyncSource<T> {
  /** @internal */
  readonly _iterator: IteratorLike<T, R>
  /** @internal */
  readonly _closeTimeout: number
  /** @internal Does `return()` settle though a `next()` is pending? */
  readonly _returnsAtOnce: boolean
  /** @internal */
  _pending: PromiseLike<IteratorResult<T, R>> | null = null
  /** @internal */
  _ended = false

  /** @internal Use `fromAsyncIterable(iterable)`. */
  constructor(iterator: IteratorLike<T, R>, closeTimeout: number, returnsAtOnce: boolean) {
    this._iterator = iterator
    this._closeTimeout = closeTimeout
    this._returnsAtOnce = returnsAtOnce
  }

  /** @internal Why `next()` was rejected, until somebody was told. */
  _failure: { readonly error: unknown } | null = null

  /** The next value. Cancelling it loses none: the next call waits for the same. */
  anext(): Coroutine<IteratorResult<T, R>> {
    return next(this)
  }

  /** Calls the iterator's `return()`, unless it has ended. TimeoutError where that does not settle in time. */
  aclose(): Coroutine<void> {
    return close(this as IterableSource<unknown>)
  }

  /** @internal */
  _begin(): PromiseLike<IteratorResult<T, R>> {
    const pending = this._iterator.next()
    if (!isThenable(pending)) {
      throw new TypeError(
        `Expected next() of the async iterator to return a promise, got ${describeValue(pending)}`,
      )
    }
    pending.then(undefined, (error: unknown) => {
      this._failure = { error }
    })
    return pending
  }
}

const next: <T, R>(source: IterableSource<T, R>) => Coroutine<IteratorResult<T, R>> = coroutine(
  function* anext<T, R>(source: IterableSource<T, R>) {
    if (source._ended) return { done: true, value: undefined as R } as IteratorResult<T, R>
    source._pending ??= source._begin()
    let result: IteratorResult<T, R>
    try {
      result = yield* fromPromise(source._pending)
    } catch (error) {
      // A wait that was cancelled leaves it pending; a rejection is the iterator's end.
      if (source._failure?.error === error) {
        source._pending = null
        source._ended = true
      }
      throw error
    }
    source._pending = null
    if (typeof result !== 'object' || result === null) {
      throw new TypeError(
        `Expected next() of the async iterator to give a result, got ${describeValue(result)}`,
      )
    }
    if (result.done === true) source._ended = true
    return result
  },
)

const close = coroutine(function* aclose(source: IterableSource<unknown>) {
  if (source._ended) return
  source._ended = true
  const blocked = source._pending !== null && !source._returnsAtOnce
  const returning = source._iterator.return?.()
  if (!isThenable(returning)) return
  const waiting = fromPromise(returning)
  if (blocked) return
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

/**
 * Goes through an async iterable: async generators, Node streams, whatever has `Symbol.asyncIterator`. Its `next()` is
 * called when a value is wanted, its `return()` when it is closed before its end. TypeError for what is not iterable.
 *
 * @example
 * ```ts
 * import { asyncFor, run } from '@acoro/core'
 *
 * async function* countdown() {
 *   yield 2
 *   yield 1
 * }
 * const seen: number[] = []
 * await run(function* main() {
 *   yield* asyncFor(fromAsyncIterable(countdown()), function* (n) {
 *     seen.push(n)
 *   })
 * })
 * seen // => [2, 1]
 * ```
 */
export function fromAsyncIterable<T>(
  iterable: AsyncIterable<T>,
  options: FromAsyncIterableOptions = {},
): IterableSource<T> {
  const { closeTimeout = 1000 } = options
  checkMilliseconds(closeTimeout, 'closeTimeout')
  const make = (iterable as Partial<AsyncIterable<T>> | null | undefined)?.[Symbol.asyncIterator]
  if (typeof make !== 'function') {
    throw new TypeError(`Expected an async iterable, got ${describeValue(iterable)}${hint(iterable)}`)
  }
  return new IterableSource<T>(make.call(iterable), closeTimeout, false)
}

function hint(value: unknown): string {
  if (typeof value === 'function') return ': call it'
  if (typeof value !== 'object' || value === null) return ''
  if ('anext' in value) return ': it is a source already, go through it with asyncFor()'
  return Symbol.iterator in value ? ': go through it with `for … of`' : ''
}
