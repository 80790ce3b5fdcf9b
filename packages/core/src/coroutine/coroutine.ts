/**
 * The class that users see of a coroutine, and the objects that are accepted in its place.
 *
 * There are two kinds. A Frame (frame.ts) runs a generator. An Operation (operation.ts) waits for one thing,
 * or for nothing, and needs no generator.
 */

import { RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { type Awaitable, isFuture, type Suspension } from '../future/future.ts'
import type { Place } from '../tracing/place.ts'
import { isGenerator } from '../tracing/probe.ts'
import type { StackedFrame } from './frame-stack.ts'
import { misused } from './misused.ts'
import type { AnyIterator, CoroutineGenerator } from './native.ts'

/** Accepted wherever a coroutine is. */
export type CoroutineLike<T> = Coroutine<T> | CoroutineGenerator<T>

/** The type that a promise makes of a coroutine: it says what to do, wherever it is used. */
export type AwaitedByPromise = 'a coroutine is awaited by yield*, and made a promise by toPromise()'

export const coroutineBrand: unique symbol = Symbol.for('acoro.Coroutine') as never

/**
 * The work of a coroutine function: lazy, to be awaited once. asyncio: a coroutine object.
 *
 * @example
 * ```ts
 * import { coroutine, run } from '@acoro/core'
 *
 * const greet = coroutine(function* greet(name: string) {
 *   return `hello ${name}`
 * })
 * const hello = greet('ada')
 * await run(hello) // => 'hello ada'
 * await run(hello) // throws: RuntimeError: cannot reuse already awaited coroutine 'greet'
 * ```
 */
export abstract class Coroutine<T> implements Awaitable<T> {
  static {
    const { prototype } = Coroutine
    Object.defineProperty(prototype, coroutineBrand, { value: true })
    Object.defineProperty(prototype, '~acoro', { value: 'coroutine' })
    Object.defineProperty(prototype, Symbol.toStringTag, { value: 'Coroutine', configurable: true })
  }

  /** For tools: what kind of awaitable it is. */
  declare readonly '~acoro': 'coroutine'

  /**
   * The name of the coroutine function. It is not called `name`, so that a forgotten `yield*` in
   * `load(1).name` does not compile.
   */
  abstract get functionName(): string

  abstract [Symbol.iterator](): AnyIterator<T>

  /** Resumes it: for `yield*`, and for code that drives it by hand. Python: `coro.send(value)`. */
  abstract next(sent?: unknown): IteratorResult<Suspension, T>

  /** Throws `error` at the point where it is suspended. */
  abstract throw(error: unknown): IteratorResult<Suspension, T>

  /**
   * Ends it where it stands, and runs its `finally` blocks. RuntimeError if one of them waits.
   * Python: `coro.close()`.
   */
  abstract return(value?: T): IteratorResult<Suspension, T>

  /**
   * @internal The frame that a task drives. A coroutine that needs no frame when it is awaited makes one now.
   */
  abstract _toFrame(): StackedFrame

  /** @internal Not begun. */
  abstract get _isFresh(): boolean

  /** @internal Deleted below this class once the program is no longer new: see unawaited.ts. */
  _watchIfNew(): void {}

  /** @internal Ends the watch over whether it is ever awaited. Where it was made, if that was noted. */
  abstract _unwatch(): Place | undefined

  /** Python's name of `next(value)`. */
  send(value: unknown): IteratorResult<Suspension, T> {
    return this.next(value)
  }

  close(): void {
    this.return()
  }

  toString(): string {
    return `<coroutine ${this.functionName}>`
  }

  /**
   * Throws TypeError: `await` and `Promise` call it, and a coroutine is awaited by `yield*`. Its type makes
   * `await coroutine` an error of the compiler.
   */
  // biome-ignore lint/suspicious/noThenProperty: so that a promise refuses it.
  then(this: never, _onResult: (mistake: AwaitedByPromise) => unknown): AwaitedByPromise {
    throw misused(this, 'await')
  }

  /** Throws TypeError: the coroutine is not its result. */
  toJSON(): never {
    throw misused(this, 'write JSON of')
  }

  /** Its text, as `toString()`. Throws TypeError if it is to be compared, or calculated with. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString()
    throw misused(this, 'compare or calculate with')
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  /** @internal */
  _reused(): RuntimeError {
    return new RuntimeError(`cannot reuse already awaited coroutine '${this.functionName}'`)
  }
}

/**
 * Is it a coroutine object, or a generator object, which is accepted in its place? asyncio: `iscoroutine`.
 */
export function isCoroutine(value: unknown): value is CoroutineLike<unknown> {
  if (value instanceof Coroutine) return true
  if (typeof value !== 'object' || value === null) return false
  return coroutineBrand in value || isGenerator(value)
}

/** Can it be awaited with `yield*`? Collections can be iterated, too, but they are not awaitables. */
export function isAwaitable(value: unknown): value is Awaitable<unknown> {
  if (typeof value !== 'object' || value === null) return false
  if (coroutineBrand in value || isFuture(value) || isGenerator(value)) return true
  if (typeof (value as Partial<Awaitable<unknown>>)[Symbol.iterator] !== 'function') return false
  return !('length' in value || 'size' in value)
}
