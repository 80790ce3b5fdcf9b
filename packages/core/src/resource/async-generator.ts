/**
 * Async generators: `async def` with `yield`.
 *
 * The body waits with `yield*` like any coroutine, and hands out values with `yield* emit(value)`, from any
 * depth. The consumer's task drives it by hand, so it has a frame stack of its own. The body's waits are
 * passed on to the task; an emission is kept and ends the consumer's `anext()`.
 *
 * Closing throws GeneratorExit at the emit and never calls `return()`. Only so may `finally` blocks wait at
 * any depth. GeneratorExit is a CancelledError, so a `catch` that lets cancellations pass lets it pass too.
 */

import { checkGeneratorFunction } from '../base/coroutine-function.ts'
import { inspect } from '../base/inspect.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Suspension } from '../future/future.ts'
import type { AsyncSource } from './async-for.ts'
import type { Emission } from './emission.ts'
import { type EmittingGenerator, GeneratorBody } from './generator-body.ts'

/**
 * The result of calling an async generator function. If it is left halfway, it is closed when the program no
 * longer refers to it, or with its loop. Python: an asynchronous generator object.
 */
export class AsyncGeneratorObject<T, R = void> implements AsyncSource<T> {
  readonly #body: GeneratorBody<T, R>

  /** @internal */
  constructor(generator: EmittingGenerator<T, R>, source: { readonly name: string }) {
    this.#body = new GeneratorBody<T, R>(generator, source)
  }

  /**
   * Runs the generator to its next emission. `done` is true once it has ended. RuntimeError while another
   * call is under way.
   */
  anext(): Coroutine<IteratorResult<T, R>> {
    return advance(this, undefined, false)
  }

  /**
   * Like `anext`. The `emit` at which the generator stands returns `value`. TypeError before the generator
   * has begun.
   */
  asend(value: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, value, false)
  }

  /** Like `anext`, but throws `error` at the `emit` at which the generator stands. */
  athrow(error: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, error, true)
  }

  /**
   * Throws GeneratorExit at the `emit` at which it stands, and waits for its end. RuntimeError if it emits
   * again.
   */
  aclose(): Coroutine<void> {
    return closing(this as AsyncGeneratorObject<unknown, unknown>)
  }

  /** @internal */
  get _body(): GeneratorBody<T, R> {
    return this.#body
  }

  toString(): string {
    return String(this.#body)
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

const advance: <T, R>(
  generator: AsyncGeneratorObject<T, R>,
  sent: unknown,
  throwing: boolean,
) => Coroutine<IteratorResult<T, R>> = coroutine(function* anext<T, R>(
  generator: AsyncGeneratorObject<T, R>,
  sent: unknown,
  throwing: boolean,
) {
  if (generator._body._isEnded) {
    if (throwing) throw sent
    return { done: true, value: undefined as R } as IteratorResult<T, R>
  }
  const result = yield* generator._body._advance(sent, throwing, generator)
  keep(generator)
  return result
})

const closing = coroutine(function* aclose(generator: AsyncGeneratorObject<unknown, unknown>) {
  yield* generator._body.aclose()
  keep(generator)
})

/**
 * Called after a wait, so that the object is referred to until then: its caller still waits and has not left
 * it.
 */
function keep(_generator: object): void {}

/**
 * `async def` with `yield` inside: wraps a generator function so that calling it returns an async generator.
 *
 * @example
 * ```ts
 * import { asyncFor, asyncGenerator, emit, run, sleep } from '@acoro/core'
 *
 * const countdown = asyncGenerator(function* countdown(from: number) {
 *   for (let n = from; n > 0; n--) {
 *     yield* sleep(1)
 *     yield* emit(n)
 *   }
 * })
 * await run(function* main() {
 *   const seen: number[] = []
 *   yield* asyncFor(countdown(3), function* (n) {
 *     seen.push(n)
 *   })
 *   return seen
 * }) // => [3, 2, 1]
 * ```
 */
export function asyncGenerator<This, Args extends unknown[], Y, R>(
  fn: (
    this: This,
    ...args: Args
  ) => Generator<Y, R, unknown> & ([Y] extends [Suspension | Emission<unknown>] ? unknown : never),
): (this: This, ...args: Args) => AsyncGeneratorObject<EmittedBy<Y>, R> {
  checkGeneratorFunction(fn)
  const made = function (this: This, ...args: Args) {
    const body = fn.apply(this, args) as unknown as EmittingGenerator<EmittedBy<Y>, R>
    return new AsyncGeneratorObject<EmittedBy<Y>, R>(body, fn)
  }
  Object.defineProperty(made, 'name', { value: fn.name, configurable: true })
  return made
}

/** The type of values that a generator emits if it yields `Y`. */
export type EmittedBy<Y> = Y extends Emission<infer T> ? T : never
