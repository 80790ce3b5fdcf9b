/**
 * What makes a coroutine when it is called: told by a brand, because `coroutine(fn)` gives a plain function, and by
 * the engine's tag for generator functions, which are accepted in its place.
 */

import type { CoroutineLike } from './coroutine.ts'

export const functionBrand: unique symbol = Symbol.for('acoro.coroutineFunction') as never

const generatorFunctionPrototype: object = Object.getPrototypeOf(function* () {})

/** A generator function of the engine's own: not one that a transpiler made. */
export function isNativeGeneratorFunction(fn: object): boolean {
  return Object.getPrototypeOf(fn) === generatorFunctionPrototype
}

/** The generator function behind a coroutine function, or it itself, where it is one of the engine's own. */
export function generatorFunctionOf<F extends object>(fn: F): F | null {
  if (isNativeGeneratorFunction(fn)) return fn
  const found = (fn as { [functionBrand]?: unknown })[functionBrand]
  return typeof found === 'function' ? (found as F) : null
}

/** Does calling it make a coroutine? asyncio: `iscoroutinefunction`. */
export function isCoroutineFunction(value: unknown): value is (...args: never[]) => CoroutineLike<unknown> {
  return typeof value === 'function' && (functionBrand in value || isGeneratorFunction(value))
}

export function isGeneratorFunction(value: unknown): boolean {
  return (
    typeof value === 'function' &&
    (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'GeneratorFunction'
  )
}
