/**
 * The npm package `co` (4.6): `co(fn)` and `co.wrap(fn)` take the same arguments and return promises.
 *
 * Programs written for `co` drive promises, and so does this: there is no loop and no task. Awaitables may be
 * yielded as well, so the functions below can become coroutines one by one. When the caller is to be
 * cancellable, `asyncify(legacy(fn))` runs the same generator in a task.
 *
 * It is faster than the original because it makes no promise if there is nothing to wait for. A generator
 * that is yielded runs on a stack, and a thunk that calls back at once costs no turn.
 */

import { isAwaitable, isCoroutineFunction } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { keepName } from '../base/keep-name.ts'
import { setItem } from '../base/set-item.ts'
import { promiseFor } from '../base/thenable.ts'
import { toPromise } from '../promise/to-promise.ts'
import type { YieldingGenerator } from './legacy.ts'
import { refusal } from './legacy-driver.ts'
import type { LegacyGenerator } from './legacy-generator.ts'
import { isLegacyGenerator } from './legacy-generator.ts'
import { callThunk, isCollection, type Thunk } from './yieldable-kind.ts'

/**
 * `co` runs a generator function with its arguments, or a generator. Any other value is the result itself.
 */
export interface Co {
  <This, Args extends unknown[], T>(
    this: This,
    fn: (this: This, ...args: Args) => YieldingGenerator<T>,
    ...args: Args
  ): Promise<T>
  <T>(generator: YieldingGenerator<T>): Promise<T>
  <T>(value: T): Promise<Awaited<T>>
  /** Wraps a generator function so that calling it returns a promise. */
  wrap<This, Args extends unknown[], T>(
    fn: (this: This, ...args: Args) => YieldingGenerator<T>,
  ): ((this: This, ...args: Args) => Promise<T>) & {
    /** The generator function, under the name that the package `co` gives it. */
    readonly __generatorFunction__: (this: This, ...args: Args) => YieldingGenerator<T>
  }
}

/**
 * Runs a generator and returns a promise of its result. The generator may yield promises, thunks, generators,
 * awaitables, and arrays and objects of these. Yielding anything else throws a TypeError at that `yield`.
 *
 * @example
 * ```ts
 * const result = await co(function* (): Generator<unknown, number, number[]> {
 *   const [a = 0, b = 0] = yield [Promise.resolve(1), Promise.resolve(2)]
 *   return a + b
 * })
 * result // => 3
 * ```
 */
export const co: Co = Object.assign(call as unknown as Co, { wrap: wrap as unknown as Co['wrap'] })

Object.defineProperty(co, 'name', { value: 'co', configurable: true })

function call(this: unknown, source: unknown, ...args: unknown[]): Promise<unknown> {
  try {
    return start(this, typeof source === 'function' ? source.apply(this, args) : source)
  } catch (error) {
    return Promise.reject(error)
  }
}

function wrap(fn: (...args: unknown[]) => unknown): object {
  if (typeof fn !== 'function') {
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(fn)}`)
  }
  const wrapped = function (this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      return start(this, fn.apply(this, args))
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return Object.defineProperty(keepName(fn, wrapped), '__generatorFunction__', { value: fn })
}

function start(self: unknown, value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return Promise.resolve(value)
  if (isLegacyGenerator(value)) return drive(value, self)
  return promiseFor(value) ?? (isAwaitable(value) ? toPromise(value) : Promise.resolve(value))
}

/** Runs a generator to its end. Generators that yielded another one are on a stack, the innermost last. */
async function drive(root: LegacyGenerator<unknown>, self: unknown): Promise<unknown> {
  let outer: LegacyGenerator<unknown>[] | null = null
  let generator = root
  let value: unknown
  let throwing = false
  for (;;) {
    let result: IteratorResult<unknown, unknown>
    try {
      result = throwing ? generator.throw(value) : generator.next(value)
      throwing = false
    } catch (error) {
      const parent = outer?.pop()
      if (parent === undefined) throw error
      generator = parent
      value = error
      throwing = true
      continue
    }
    if (result.done === true) {
      const parent = outer?.pop()
      if (parent === undefined) return result.value
      generator = parent
    }
    try {
      const yielded = result.done === true ? result.value : called(result.value, self)
      if (yielded instanceof Promise) value = await yielded
      else if (result.done === true) {
        const promise = promiseFor(yielded)
        value = promise === null ? yielded : await promise
      } else if (isLegacyGenerator(yielded)) {
        outer ??= []
        outer.push(generator)
        generator = yielded
        value = undefined
      } else {
        const waiting = waitingFor(yielded, self)
        if (waiting === null) throw refusal(yielded)
        value = waiting === now ? now.value : await waiting
      }
    } catch (error) {
      value = error
      throwing = true
    }
  }
}

/** Calls generator and coroutine functions. Returns any other value as it is. */
function called(value: unknown, self: unknown): unknown {
  return isCoroutineFunction(value) ? value.call(self as never) : value
}

/** Stands for «go on with `now.value`», if there is nothing to wait for. */
const now: { value: unknown } = { value: undefined }

/** Returns a promise of what was yielded, or `now`, or null if it may not be yielded. */
function waitingFor(value: unknown, self: unknown): PromiseLike<unknown> | typeof now | null {
  if (typeof value === 'function') return waitingForThunk(value as Thunk, self)
  if (typeof value !== 'object' || value === null) return null
  const promise = promiseFor(value)
  if (promise !== null) return promise
  if (Array.isArray(value)) return waitingForAll(value, self, null)
  if (isCollection(value)) {
    const keys = Object.keys(value)
    const values = keys.map((key) => value[key])
    return waitingForAll(values, self, (results) => {
      const object: Record<string, unknown> = {}
      for (const [index, key] of keys.entries()) setItem(object, key, results[index])
      return object
    })
  }
  return isAwaitable(value) ? toPromise(value) : null
}

function waitingForThunk(thunk: Thunk, self: unknown): PromiseLike<unknown> | typeof now {
  let outcome: { value: unknown } | { error: unknown } | null = null
  let settle: ((outcome: { value: unknown } | { error: unknown }) => void) | null = null
  const first = (result: { value: unknown } | { error: unknown }) => {
    if (outcome !== null) return
    outcome = result
    settle?.(result)
  }
  callThunk(
    thunk,
    self,
    (value) => first({ value }),
    (error) => first({ error }),
  )
  if (outcome !== null) return goOnWith(outcome)
  return new Promise((resolve, reject) => {
    settle = (result) => ('error' in result ? reject(result.error) : resolve(result.value))
  })
}

function goOnWith(outcome: { value: unknown } | { error: unknown }): typeof now {
  if ('error' in outcome) throw outcome.error
  now.value = outcome.value
  return now
}

/** All entries at once. Entries that may not be yielded stay as they are. */
function waitingForAll(
  values: readonly unknown[],
  self: unknown,
  build: ((results: unknown[]) => unknown) | null,
): PromiseLike<unknown> | typeof now {
  if (build === null && values.length > 0 && values.every(isPromise)) return Promise.all(values)
  let isThere = true
  const entries = values.map((value) => {
    const entry = entryFor(value, self)
    const promise = promiseFor(entry)
    if (promise === null) return entry
    isThere = false
    return promise
  })
  if (!isThere) return build === null ? Promise.all(entries) : Promise.all(entries).then(build)
  now.value = build === null ? entries : build(entries)
  return now
}

function isPromise(value: unknown): boolean {
  return value instanceof Promise
}

/** Returns a promise of the result of one entry, or the result if it is there. */
function entryFor(value: unknown, self: unknown): unknown {
  if (value instanceof Promise) return value
  try {
    const yielded = called(value, self)
    if (isLegacyGenerator(yielded)) return drive(yielded, self)
    const waiting = waitingFor(yielded, self)
    return waiting === null ? yielded : waiting === now ? now.value : waiting
  } catch (error) {
    // The other entries are started all the same, as with promises.
    return Promise.reject(error)
  }
}
