/**
 * Async generators: `async def` with `yield`. The body waits with `yield*` like any coroutine and hands values out
 * with `yield* emit(value)`, from whatever depth.
 *
 * The consumer's task drives it by hand, so it has a frame stack of its own: what the body waits for is passed
 * on to the task, an emission is kept and ends the consumer's `anext()`. Closing throws GeneratorExit at the emit,
 * never `return()`: only so may `finally` blocks wait at any depth. It is a CancelledError, so that a `catch` that
 * lets cancellations pass lets it pass, too.
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
 * What a call of an async generator function gives. One that is left half-way is closed when nobody refers to it any more,
 * or with its loop. Python: an asynchronous generator object.
 */
export class AsyncGeneratorObject<T, R = void> implements AsyncSource<T> {
  readonly #body: GeneratorBody<T, R>

  /** @internal */
  constructor(generator: EmittingGenerator<T, R>, source: { readonly name: string }) {
    this.#body = new GeneratorBody<T, R>(generator, source)
  }

  /** Runs it to its next emission; `done` once it has ended. RuntimeError while another call is under way. */
  anext(): Coroutine<IteratorResult<T, R>> {
    return advance(this, undefined, false)
  }

  /** As `anext`; `value` is what the `emit` it stands at gives. TypeError before it has begun. */
  asend(value: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, value, false)
  }

  /** As `anext`, with `error` thrown at the `emit` it stands at. */
  athrow(error: unknown): Coroutine<IteratorResult<T, R>> {
    return advance(this, error, true)
  }

  /** Throws GeneratorExit at the `emit` it stands at and waits for its end. RuntimeError where it emits again. */
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

/** Named after a wait, it is referred to until then: whoever waits for it has not left it. */
function keep(_generator: object): void {}

/**
 * `async def` with `yield` inside: makes of a generator function one that returns an async generator.
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

/** What a generator that yields `Y` emits. */
export type EmittedBy<Y> = Y extends Emission<infer T> ? T : never
