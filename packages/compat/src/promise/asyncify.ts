/**
 * Makes coroutine functions that promise code can call.
 *
 * The first coroutine of a program is usually called from event handlers and from the tops of modules, when
 * no loop runs. So each call chooses a loop: the running one, so that the virtual clock of a test applies,
 * else the background loop. It starts at once, as an async function does. The result has the same signatures:
 * overloads, type parameters and `this`.
 */

import type { Awaitable, AwaitedOf, CoroutineGenerator, CoroutineLike, EventLoop, Task } from '@acoro/core'
import { isAwaitable, isCoroutine } from '@acoro/core'
import {
  callNow,
  checkOptions,
  coroutineOf,
  describeValue,
  generatorFunctionOf,
  mayCallNow,
} from '@acoro/core/lowlevel'
import { keepName } from '../base/keep-name.ts'
import { checkLoop, loopFor } from '../base/loop-for.ts'
import type { AnyFunction, Overloaded, SignaturesOf } from '../base/overloads.ts'
import { promiseOf } from '../base/promise-of.ts'
import { startEagerly } from '../base/start-eagerly.ts'

export interface AsyncifyOptions {
  /** The loop for the calls. By default the running one, or the background loop if none runs. */
  loop?: EventLoop | undefined
}

/** One signature of a function that returns promises. */
export type Promising<This, Args extends unknown[], R> = (this: This, ...args: Args) => Promise<AwaitedOf<R>>

/** The result of `asyncify` for an overloaded function. Up to twelve overloads are kept. */
export type Asyncified<F> = AsyncifiedEach<SignaturesOf<F>>

type AsyncifiedEach<Signatures> = Signatures extends [
  [infer This, infer Args extends unknown[], infer R],
  ...infer Others,
]
  ? Promising<This, Args, R> & AsyncifiedEach<Others>
  : unknown

/**
 * Wraps a coroutine function so that calling it returns a promise. It can be called from anywhere. A call
 * runs up to the first wait before it returns, as the call of an async function does, and never throws.
 * TypeError if `fn` is not a function. A call is rejected with TypeError if `fn` returns something that is
 * not awaitable.
 *
 * @example
 * ```ts
 * import { coroutine, sleep } from '@acoro/core'
 *
 * const load = asyncify(coroutine(function* load(id: number) {
 *   yield* sleep(1)
 *   return `item ${id}`
 * }))
 * await Promise.all([load(1), load(2)]) // => ['item 1', 'item 2']
 * ```
 */
export function asyncify<F extends AnyFunction<Awaitable<unknown>>>(
  fn: F & Overloaded<F>,
  options?: AsyncifyOptions,
): Asyncified<F>
export function asyncify<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => Awaitable<T>,
  options?: AsyncifyOptions,
): (this: This, ...args: Args) => Promise<T>
export function asyncify(
  fn: AnyFunction<Awaitable<unknown>>,
  options: AsyncifyOptions = {},
): AnyFunction<Promise<unknown>> {
  if (typeof fn !== 'function') {
    const hint = isAwaitable(fn) ? ': start it with toPromise()' : ''
    throw new TypeError(`Expected a coroutine function, got ${describeValue(fn)}${hint}`)
  }
  checkOptions(options, 'asyncify()', { loop: checkLoop })
  const { loop } = options
  const body = generatorFunctionOf(fn) as AnyFunction<CoroutineGenerator<unknown>> | null
  return keepName(fn, function (this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      const here = loopFor(loop)
      if (body !== null && mayCallNow(here)) {
        const result = callNow(here, body.apply(this, args), body)
        return result.done === true ? Promise.resolve(result.value) : promiseOf(result.value)
      }
      const awaitable = fn.apply(this, args)
      const coro = isCoroutine(awaitable) ? awaitable : coroutineOfResult(awaitable, fn)
      return outcomeOf(startEagerly(here, coro))
    } catch (error) {
      // The caller of an async function does not expect it to throw.
      return Promise.reject(error)
    }
  })
}

function coroutineOfResult(awaitable: Awaitable<unknown>, fn: unknown): CoroutineLike<unknown> {
  if (isAwaitable(awaitable)) return coroutineOf(awaitable)
  throw new TypeError(`Expected ${describeValue(fn)} to return a coroutine, got ${describeValue(awaitable)}`)
}

function outcomeOf(task: Task<unknown>): Promise<unknown> {
  return task.done() ? Promise.resolve(task.result()) : promiseOf(task)
}
