/** Makes coroutine functions of async functions: the way back from `asyncify`. */

import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, Operation } from '@acoro/core/lowlevel'
import { arriving, follow } from '../base/follow.ts'
import { keepName } from '../base/keep-name.ts'
import type { AnyFunction, Overloaded, SignaturesOf } from '../base/overloads.ts'
import { checkPromise, promiseOfFunction } from './from-promise.ts'

/** One signature of a function that returns coroutines. */
export type Suspending<This, Args extends unknown[], R> = (this: This, ...args: Args) => Coroutine<Awaited<R>>

/** The result of `coroutinify` for an overloaded function. Up to twelve overloads are kept. */
export type Coroutinified<F> = CoroutinifiedEach<SignaturesOf<F>>

type CoroutinifiedEach<Signatures> = Signatures extends [
  [infer This, infer Args extends unknown[], infer R],
  ...infer Others,
]
  ? Suspending<This, Args, R> & CoroutinifiedEach<Others>
  : unknown

/**
 * Wraps an async function so that calling it returns a lazy coroutine. The function is called when the
 * coroutine is awaited. Cancelling ends the wait but not the work: for that, the function has to use
 * `taskSignal()`. TypeError if `fn` is not a function.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 *
 * const double = coroutinify(async (n: number) => n * 2)
 * await run(double(21)) // => 42
 * ```
 */
export function coroutinify<F extends AnyFunction<PromiseLike<unknown>>>(
  fn: F & Overloaded<F>,
): Coroutinified<F>
export function coroutinify<This, Args extends unknown[], T>(
  fn: (this: This, ...args: Args) => PromiseLike<T>,
): (this: This, ...args: Args) => Coroutine<T>
export function coroutinify(fn: AnyFunction<PromiseLike<unknown>>): AnyFunction<Coroutine<unknown>> {
  if (typeof fn !== 'function') throw new TypeError(`Expected an async function, got ${describeValue(fn)}`)
  return keepName(fn, function (this: unknown, ...args: unknown[]): Coroutine<unknown> {
    return new Call(fn, this, args)
  })
}

class Call extends Operation<unknown> {
  readonly #fn: AnyFunction<PromiseLike<unknown>>
  readonly #self: unknown
  readonly #args: unknown[]

  constructor(fn: AnyFunction<PromiseLike<unknown>>, self: unknown, args: unknown[]) {
    super(fn)
    this.#fn = fn
    this.#self = self
    this.#args = args
  }

  start(): Iterator<Suspension, unknown, unknown> {
    const promise = checkPromise(this.#fn.apply(this.#self, this.#args), this.#fn)
    return follow(promise, arriving(promiseOfFunction(this.#fn)))
      .wait(this.#fn)
      [Symbol.iterator]()
  }
}
