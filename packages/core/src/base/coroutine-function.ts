/**
 * What makes a coroutine when it is called. A brand tells, because `coroutine(fn)` returns a plain function; and the
 * engine's tag tells generator functions, which are accepted in its place.
 */

import { describeValue } from './errors.ts'

export const functionBrand: unique symbol = Symbol.for('acoro.coroutineFunction') as never

const generatorFunctionPrototype: object = Object.getPrototypeOf(function* () {})

/** What surely gives a generator of the engine's own: not what a transpiler made, nor a proxy, which may give anything. */
export function isNativeGeneratorFunction(fn: object): boolean {
  if (Object.getPrototypeOf(fn) !== generatorFunctionPrototype) return false
  // Each engine writes it with white space of its own.
  return !/\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn))
}

/** The generator functions behind coroutine functions; by identity, because a wrapper may copy all properties of what it wraps. */
const bodies = new WeakMap<object, object>()

/** `made` calls `body` and does nothing else with its arguments. */
export function noteBody(made: object, body: object): void {
  bodies.set(made, body)
}

/** The generator function behind a coroutine function, or it itself, where it is one of the engine's own. */
export function generatorFunctionOf<F extends object>(fn: F): F | null {
  return isNativeGeneratorFunction(fn) ? fn : ((bodies.get(fn) as F | undefined) ?? null)
}

/** Does calling it make a coroutine? */
export function makesCoroutines(value: unknown): boolean {
  return typeof value === 'function' && (functionBrand in value || isGeneratorFunction(value))
}

/** Refuses what is no generator function. */
export function checkGeneratorFunction(fn: unknown): void {
  if (!isGeneratorFunction(fn)) {
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(fn)}`)
  }
}

function isGeneratorFunction(value: unknown): boolean {
  return (
    typeof value === 'function' &&
    (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'GeneratorFunction'
  )
}
