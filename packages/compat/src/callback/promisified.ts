/** Makes coroutine functions of functions whose last argument is a node callback, `(error, value) => …`. */

import type { Coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { keepName } from '../base/keep-name.ts'
import type { AnyFunction } from '../base/overloads.ts'
import { type Coroutinified, coroutinify, type Suspending } from '../promise/coroutinify.ts'
import { type Register, Registration } from './registration.ts'

const custom = Symbol.for('nodejs.util.promisify.custom')

/** A function that declares how it is promisified, as many of Node do. */
export interface Promisifiable<F> {
  __promisify__: F
}

/** A node callback. */
// biome-ignore lint/suspicious/noExplicitAny: node's functions disagree about the type of the error.
export type NodeCallback<T> = (error: any, value: T) => void

/**
 * Wraps a function that takes a node callback so that calling it returns a lazy coroutine. If the function
 * has a `util.promisify.custom`, that is used. If Node names the arguments of the callback, the result is an
 * object with these names: `{ address, family }` for `dns.lookup`. Cancelling ends the wait, not the work.
 * TypeError if `fn` is not a function.
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
        // As in Node, any truthy value is an error.
        if (error) reject(error)
        else resolve(names === null ? values[0] : byName(names, values))
      })
    }
    return new Registration(register, true, fn)
  })
}

/**
 * Some functions of Node list the names of the arguments of their callback (`dns.lookup`: address, family).
 * They stand under a symbol of Node that is not exported, so it is found by its description.
 */
function argumentNames(fn: object): readonly string[] | null {
  const symbol = Object.getOwnPropertySymbols(fn).find((one) => one.description === 'customPromisifyArgs')
  const names: unknown = symbol === undefined ? null : (fn as Record<symbol, unknown>)[symbol]
  return Array.isArray(names) ? names : null
}

function byName(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]))
}
