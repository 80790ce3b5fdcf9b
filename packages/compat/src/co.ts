/**
 * The npm package `co` (4.6), on tasks: `co(fn)` and `co.wrap(fn)` take what that one takes and give promises.
 *
 * A program that has thousands of `yield promise` need not be rewritten to have tasks: inside `co` there is a current
 * task, context variables and cancellation, and coroutines can be yielded like promises. What differs: the first step is
 * taken by the loop, not inside the call; a bare `yield` waits for the next iteration, as in any coroutine, and is no
 * TypeError; the errors of what cannot be yielded are worded otherwise.
 */

import { isCoroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { keepName } from './keep-name.ts'
import type { YieldingGenerator } from './legacy.ts'
import { LegacyCoroutine } from './legacy-coroutine.ts'
import { loopFor } from './loop-for.ts'
import { promiseOf } from './promise-of.ts'
import { waitingFor } from './yieldable.ts'
import { isLegacyGenerator } from './yieldable-kind.ts'

/** What `co` runs: a generator function with its arguments, a generator, or anything else, which is its own result. */
export interface Co {
  <This, Args extends unknown[], T>(
    this: This,
    fn: (this: This, ...args: Args) => YieldingGenerator<T>,
    ...args: Args
  ): Promise<T>
  <T>(generator: YieldingGenerator<T>): Promise<T>
  <T>(value: T): Promise<Awaited<T>>
  /** Makes of a generator function one that returns a promise. */
  wrap<This, Args extends unknown[], T>(
    fn: (this: This, ...args: Args) => YieldingGenerator<T>,
  ): ((this: This, ...args: Args) => Promise<T>) & {
    /** The generator function itself, as the package `co` shows it. */
    readonly __generatorFunction__: (this: This, ...args: Args) => YieldingGenerator<T>
  }
}

/**
 * Runs a generator that yields promises, thunks, generators, arrays and objects of these, and awaitables, and gives a
 * promise of its result.
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
export const co: Co = Object.assign(run as unknown as Co, { wrap: wrap as unknown as Co['wrap'] })

Object.defineProperty(co, 'name', { value: 'co', configurable: true })

function run(this: unknown, source: unknown, ...args: unknown[]): Promise<unknown> {
  try {
    return start(this, typeof source === 'function' ? source.apply(this, args) : source, source)
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
      return start(this, fn.apply(this, args), fn)
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return Object.defineProperty(keepName(fn, wrapped), '__generatorFunction__', { value: fn })
}

function start(self: unknown, value: unknown, source: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !('next' in value)) return Promise.resolve(value)
  if (isLegacyGenerator(value)) {
    const name = typeof source === 'function' && source.name !== '' ? source : { name: 'co' }
    const coro = new LegacyCoroutine(value, self, waitingFor, name)
    return promiseOf(loopFor(undefined).createTask(coro))
  }
  if (isCoroutine(value)) return promiseOf(loopFor(undefined).createTask(value))
  return Promise.resolve(value)
}
