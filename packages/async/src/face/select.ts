/**
 * `select` of @acoro/sync, for programs with promises.
 *
 * A promise is under way as soon as it is made, and a case of a select must not be. So its cases are
 * functions: while they are called, the methods of the face return the operations themselves (`unbegun`).
 */

import { coroutine, isCoroutine, type Suspension } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import * as sync from '@acoro/sync'
import { realOf } from './faces.ts'
import { called, futureOf, outward, unbegun } from './promised.ts'

/** What begins a case, a promise that is under way, or null for a case that is never ready. */
export type SelectCase = (() => unknown) | Promise<unknown> | null
export type SelectCases = { readonly [name: string]: SelectCase } | readonly SelectCase[]

type ValueOf<A> = A extends () => infer R ? Awaited<R> : Awaited<A>
type Chosen<K, A> = A extends null
  ? never
  :
      | { readonly case: K; readonly done: false; readonly value: ValueOf<A> }
      | { readonly case: K; readonly done: true; readonly value: undefined }

/** What `select` returns: which case it was, its value, and whether its source has ended instead. */
export type Selected<C> = C extends readonly unknown[]
  ? Chosen<number, C[number]>
  : { [K in keyof C]: Chosen<K, C[K]> }[keyof C]

const choosing = coroutine(function* select(
  cases: SelectCases,
  options: sync.SelectOptions | undefined,
): Generator<Suspension, unknown, unknown> {
  const chosen = yield* sync.select(begunLater(cases) as never, options)
  return { ...(chosen as object), value: outward((chosen as { value: unknown }).value) }
})

function begunLater(cases: SelectCases): unknown {
  if (typeof cases !== 'object' || cases === null || cases instanceof Promise) {
    throw new TypeError(
      `Expected the cases of select(), an object or an array of functions, got ${describeValue(cases)}`,
    )
  }
  const made: [string, unknown][] = []
  try {
    for (const [name, of] of Object.entries(cases)) made.push([name, caseOf(of)])
  } catch (error) {
    // They will never be awaited.
    for (const [, operation] of made) if (isCoroutine(operation)) operation.return(undefined)
    throw error
  }
  return Array.isArray(cases) ? made.map(([, operation]) => operation) : Object.fromEntries(made)
}

function caseOf(of: unknown): unknown {
  if (of === null) return null
  const begun = typeof of === 'function' ? unbegun(of as () => unknown) : of
  if (begun instanceof Promise) return futureOf(begun)
  if (typeof begun === 'object' && begun !== null) return realOf(begun)
  throw new TypeError(
    `Expected the cases of select() as functions that return an operation, such as () => queue.get(), got ${describeValue(of)}`,
  )
}

/**
 * Waits until one of `cases` is ready, and does that one. The others have taken, sent and used nothing. Each
 * case is a function that returns an operation of this package; nothing but that may stand in it. A promise
 * is a case, too, which is not cancelled. Everything else is as in `select` of @acoro/sync.
 *
 * @example
 * ```ts
 * import { Event, Queue, select, sleep } from '@acoro/async'
 *
 * const jobs = new Queue<string>()
 * const stop = new Event()
 * jobs.putNowait('dig')
 * await select({
 *   stop: () => stop.wait(),
 *   job: () => jobs.get(),
 *   late: () => sleep(1000),
 * }) // => { case: 'job', done: false, value: 'dig' }
 * ```
 */
export const select: <const C extends SelectCases>(
  cases: C,
  options?: sync.SelectOptions,
) => Promise<Selected<C>> = function select(cases: SelectCases, options?: sync.SelectOptions) {
  return called(() => choosing(cases, options))
} as never
