/**
 * Coroutine functions for callers who know nothing of coroutines.
 *
 * Adopting acoro begins with one function in the middle of promise code, called from event handlers and the tops of
 * modules, where no loop runs. So each call finds a loop: the running one, so that a test's virtual clock holds for what
 * it calls, else the shared one in the background; and it starts at once there, as an async function does. Signatures
 * are kept, overloads, generics and `this` included.
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
  /** Where its calls run; the running loop unless given, and a shared one in the background where none runs. */
  loop?: EventLoop | undefined
}

/** One signature of a function whose results are promises. */
export type Promising<This, Args extends unknown[], R> = (this: This, ...args: Args) => Promise<AwaitedOf<R>>

/** The function `asyncify` makes of an overloaded one; up to twelve overloads are kept. */
export type Asyncified<F> = AsyncifiedEach<SignaturesOf<F>>

type AsyncifiedEach<Signatures> = Signatures extends [
  [infer This, infer Args extends unknown[], infer R],
  ...infer Others,
]
  ? Promising<This, Args, R> & AsyncifiedEach<Others>
  : unknown

/**
 * Makes of a coroutine function one that returns a promise and can be called from anywhere. As an async function it runs
 * up to its first wait inside the call, and never throws there. TypeError for what is no function, and as a rejection
 * where a call gives nothing awaitable.
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
      // A caller of an async function need not expect it to throw.
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
