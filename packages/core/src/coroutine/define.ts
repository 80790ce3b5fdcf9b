/**
 * `coroutine(function* …)`: how coroutine functions are made.
 *
 * The result is a plain function with a brand, because a call must return a Coroutine and not the bare
 * generator. It has the name and the length of its generator function. The place of the `coroutine()` call is
 * stored for reprs.
 */

import {
  checkGeneratorFunction,
  functionBrand,
  isNativeGeneratorFunction,
  makesCoroutines,
  noteBody,
} from '../base/coroutine-function.ts'
import { noteDefinition } from '../tracing/places.ts'
import type { Coroutine, CoroutineLike } from './coroutine.ts'
import { Frame } from './frame.ts'
import { type CoroutineGenerator, delegating } from './native.ts'

type GeneratorFunctionOf<This, Args extends unknown[], T> = (
  this: This,
  ...args: Args
) => CoroutineGenerator<T>

/** A function whose call makes a Coroutine. */
export type CoroutineFunction<This, Args extends unknown[], T> = (this: This, ...args: Args) => Coroutine<T>

/**
 * `async def`: wraps a generator function so that calling it returns a lazy Coroutine. Also a decorator for
 * methods (`@coroutine *load() {}`). TypeError for anything but a generator function.
 *
 * Inside its body the function's own name is the bare generator function. To recurse with coroutines, give
 * the constant another name, or leave the `function*` without one.
 *
 * @example
 * ```ts
 * import { coroutine, run, sleep } from '@acoro/core'
 *
 * const work = coroutine(function* work(name: string, ms: number) {
 *   yield* sleep(ms)
 *   return `done ${name} after ${ms} ms`
 * })
 * await run(work('a', 10)) // => 'done a after 10 ms'
 * ```
 */
// A decorator cannot change the type of its method: to TypeScript it still returns a generator.
export function coroutine<This, Args extends unknown[], G extends CoroutineGenerator<unknown>>(
  fn: (this: This, ...args: Args) => G,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: Args) => G>,
): (this: This, ...args: Args) => G
// The decorators of TypeScript's option `experimentalDecorators`.
export function coroutine<This, Args extends unknown[], G extends CoroutineGenerator<unknown>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<(this: This, ...args: Args) => G>,
): TypedPropertyDescriptor<(this: This, ...args: Args) => G>
export function coroutine<This, Args extends unknown[], T>(
  fn: GeneratorFunctionOf<This, Args, T>,
): CoroutineFunction<This, Args, T>
export function coroutine<This, Args extends unknown[], T>(
  fn: GeneratorFunctionOf<This, Args, T> | object,
  context?: ClassMethodDecoratorContext | string | symbol,
  descriptor?: TypedPropertyDescriptor<GeneratorFunctionOf<This, Args, T>>,
): unknown {
  if (descriptor !== undefined) {
    return { ...descriptor, value: define(descriptor.value as GeneratorFunctionOf<This, Args, T>) }
  }
  const made = define(fn as GeneratorFunctionOf<This, Args, T>)
  // The line above a decorated method belongs to the transpiler's helper. Not in `define`: JavaScriptCore
  // drops a function from the stack that ends in a call, and `coroutine` would.
  if (context === undefined) noteDefinition(fn, coroutine)
  return made
}

function define<This, Args extends unknown[], T>(
  fn: GeneratorFunctionOf<This, Args, T>,
): CoroutineFunction<This, Args, T> {
  checkGeneratorFunction(fn)
  const isNative = isNativeGeneratorFunction(fn)
  const made = function (this: This, ...args: Args): Coroutine<T> {
    const generator = fn.apply(this, args)
    return new Frame<T>(isNative ? generator : delegating(generator), fn)
  }
  Object.defineProperty(made, 'name', { value: fn.name, configurable: true })
  Object.defineProperty(made, 'length', { value: fn.length, configurable: true })
  Object.defineProperty(made, functionBrand, { value: true })
  if (isNative) noteBody(made, fn)
  return made
}

/** Does a call of it make a coroutine? asyncio: `iscoroutinefunction`. */
export function isCoroutineFunction(value: unknown): value is (...args: never[]) => CoroutineLike<unknown> {
  return makesCoroutines(value)
}
