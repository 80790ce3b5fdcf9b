/**
 * Functions that take a node callback, `(error, value) => …`, as their last argument.
 */

import type { Coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { keepName } from '../base/keep-name.ts'
import type { AnyFunction } from '../base/overloads.ts'
import { type Coroutinified, coroutinify, type Suspending } from '../promise/coroutinify.ts'
import { type Register, Registration } from './registration.ts'

const custom = Symbol.for('nodejs.util.promisify.custom')

/** A function that says itself what a promise of it is, as many of Node's do. */
export interface Promisifiable<F> {
  __promisify__: F
}

/** A node callback. */
// biome-ignore lint/suspicious/noExplicitAny: node's functions disagree about the type of the error.
export type NodeCallback<T> = (error: any, value: T) => void

/**
 * Makes of a function that takes a node callback one that returns a lazy coroutine. What the function promises itself
 * (`util.promisify.custom`) is used where it does. Cancelling ends the wait, not the work. TypeError for no function.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 *
 * const add = (a: number, b: number, callback: (error: Error | null, sum: number) => void) => {
 *   setTimeout(() => callback(null, a + b), 1)
 * }
 * await run(promisified(add)(1, 2)) // => 3
 * ```
 */
export function promisified<F extends AnyFunction<PromiseLike<unknown>>>(
  fn: Promisifiable<F>,
): Coroutinified<F>
export function promisified<This, Args extends unknown[], T = void>(
  fn: (this: This, ...args: [...Args, callback: NodeCallback<T>]) => unknown,
): Suspending<This, Args, PromiseLike<T>>
export function promisified(fn: unknown): AnyFunction<Coroutine<unknown>> {
  if (typeof fn !== 'function') {
    throw new TypeError(`Expected a function that takes a node callback, got ${describeValue(fn)}`)
  }
  const ownWay = (fn as { [custom]?: unknown })[custom]
  if (typeof ownWay === 'function')
    return keepName(fn, coroutinify(ownWay as AnyFunction<PromiseLike<unknown>>))
  const names = argumentNames(fn)
  return keepName(fn, function (this: unknown, ...args: unknown[]): Coroutine<unknown> {
    const register: Register<unknown> = (resolve, reject) => {
      fn.call(this, ...args, (error: unknown, ...values: unknown[]) => {
        // As node does: whatever is truthy is an error.
        if (error) reject(error)
        else resolve(names === null ? values[0] : byName(names, values))
      })
    }
    return new Registration(register, true, fn)
  })
}

/**
 * Node notes at some functions what their callback's arguments are called (`dns.lookup`: address, family), and
 * `util.promisify` makes an object of them. The symbol is Node's own, and known by its description only.
 */
function argumentNames(fn: object): readonly string[] | null {
  const symbol = Object.getOwnPropertySymbols(fn).find((one) => one.description === 'customPromisifyArgs')
  const names: unknown = symbol === undefined ? null : (fn as Record<symbol, unknown>)[symbol]
  return Array.isArray(names) ? names : null
}

function byName(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]))
}
