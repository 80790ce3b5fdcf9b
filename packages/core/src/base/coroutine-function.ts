/**
 * Tells which functions make a coroutine when they are called.
 *
 * `coroutine(fn)` returns a plain function, so it marks that function with a brand. Generator functions are
 * accepted, too. The engine's tag tells those.
 */

import { describeValue } from './errors.ts'

export const functionBrand: unique symbol = Symbol.for('acoro.coroutineFunction') as never

const generatorFunctionPrototype: object = Object.getPrototypeOf(function* () {})

/**
 * True only for a generator function whose calls return a generator of the engine. False for the functions
 * that a transpiler makes, and for a proxy, which may return anything.
 */
export function isNativeGeneratorFunction(fn: object): boolean {
  if (Object.getPrototypeOf(fn) !== generatorFunctionPrototype) return false
  // Each engine writes it with white space of its own.
  return !/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn))
}

/**
 * The generator functions behind coroutine functions. Keyed by identity, because a wrapper may copy all
 * properties of the function it wraps.
 */
const bodies = new WeakMap<object, object>()

/** Notes that `made` calls `body` and does nothing else with its arguments. */
export function noteBody(made: object, body: object): void {
  bodies.set(made, body)
}

/**
 * The generator function behind a coroutine function. Returns `fn` itself if it is a generator function of
 * the engine.
 */
export function generatorFunctionOf<F extends object>(fn: F): F | null {
  return isNativeGeneratorFunction(fn) ? fn : ((bodies.get(fn) as F | undefined) ?? null)
}

/** Does a call of `value` make a coroutine? */
export function makesCoroutines(value: unknown): boolean {
  return typeof value === 'function' && (functionBrand in value || isGeneratorFunction(value))
}

/**
 * In a program transpiled to ES5 any function may have been a generator function; nothing is left to tell by.
 */
export const transpiled: boolean = !/^function\s*\*/.test(Function.prototype.toString.call(function* () {}))

/** Throws TypeError unless `fn` is a generator function. */
export function checkGeneratorFunction(fn: unknown): void {
  if (!isGeneratorFunction(fn) && !(transpiled && typeof fn === 'function')) {
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(fn)}`)
  }
}

function isGeneratorFunction(value: unknown): boolean {
  return (
    typeof value === 'function' &&
    (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'GeneratorFunction'
  )
}
