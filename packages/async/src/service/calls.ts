/**
 * Functions around a function, for programs with promises: what they take and what they return are async
 * functions.
 */

import * as service from '@acoro/service'
import { body, calledFace, named, promised } from '../face/promised.ts'

type Fn<Args extends unknown[], T> = (...args: Args) => T | PromiseLike<T>
/** The methods of `F`, and its calls as promises. */
type Called<Args extends unknown[], T, F> = ((...args: Args) => Promise<T>) & Pick<F, keyof F>

/** A function whose calls at the same time share their work: the face of `SingleFlight`. */
export type SingleFlight<Args extends unknown[], T> = Called<Args, T, service.SingleFlight<Args, T>>
/** A function whose values are kept: the face of `Memoized`. */
export type Memoized<Args extends unknown[], T> = Called<Args, T, service.Memoized<Args, T>>
/** A function whose calls are delayed and joined: the face of `Delayed`. */
export type Delayed<Args extends unknown[], T> = Called<Args, T, service.Delayed<Args, T>>

function around(make: (...args: never[]) => object): never {
  const call = make as (...args: unknown[]) => object
  return named(call, (fn, ...rest) => calledFace(call(body(fn), ...rest))) as never
}

/**
 * Calls at the same time with the same arguments share one call of `fn`. It is cancelled when the last one
 * who waits leaves. See `singleFlight` of @acoro/service.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/async'
 * import { singleFlight } from '@acoro/async/service'
 *
 * let loads = 0
 * const load = singleFlight(async (id: string) => {
 *   await sleep(10)
 *   return `${id} ${++loads}`
 * })
 * await Promise.all([load('a'), load('a')]) // => ['a 1', 'a 1']
 * ```
 */
export const singleFlight: <Args extends unknown[], T>(
  fn: Fn<Args, T>,
  options?: service.SingleFlightOptions<Args>,
) => SingleFlight<Args, T> = around(service.singleFlight)

/** Keeps the values of `fn` by their arguments. See `memoize` of @acoro/service. */
export const memoize: <Args extends unknown[], T>(
  fn: Fn<Args, T>,
  options?: service.MemoizeOptions<Args>,
) => Memoized<Args, T> = around(service.memoize)

/** Calls `fn` when no call came for `ms` milliseconds. See `debounce` of @acoro/service. */
export const debounce: <Args extends unknown[], T>(
  fn: Fn<Args, T>,
  ms: number,
  options?: service.DebounceOptions,
) => Delayed<Args, T> = around(service.debounce)

/** Calls `fn` once in `ms` milliseconds at most. See `throttle` of @acoro/service. */
export const throttle: <Args extends unknown[], T>(
  fn: Fn<Args, T>,
  ms: number,
  options?: service.ThrottleOptions,
) => Delayed<Args, T> = around(service.throttle)

/** Joins calls for one key each to one call for many. See `batch` of @acoro/service. */
export const batch: <K, V>(
  options: service.BatchOptions,
  fn: Fn<[keys: readonly K[]], readonly (V | Error)[]>,
) => (key: K) => Promise<V> = ((options: never, fn: unknown) =>
  calledFace(service.batch(options, body(fn) as never))) as never

/** Runs `body`. If it fails, the result is that of `otherwise(error)`. See `fallback` of @acoro/service. */
export const fallback: <T, R>(
  body: () => T | PromiseLike<T>,
  otherwise: (error: unknown) => R | PromiseLike<R>,
) => Promise<T | R> = promised(service.fallback, body, body)

/**
 * Calls `body` again while the call before is slow, and takes the first result. See `hedge` of
 * @acoro/service.
 */
export const hedge: <T>(
  body: (n: number) => T | PromiseLike<T>,
  options?: service.HedgeOptions,
) => Promise<T> = promised(service.hedge, body)
