/** A resource that is none, for code that needs one only sometimes. */

import type { AsyncContextManager } from './async-with.ts'

/**
 * Enters with `value`, and does nothing at the end. asyncio: `contextlib.nullcontext`.
 *
 * @example
 * ```ts
 * import { asyncContextManager, asyncWith, nullContext, provide, run } from '@acoro/core'
 *
 * const locked = asyncContextManager(function* locked() {
 *   yield* provide('locked')
 * })
 * const save = (needsLock: boolean) =>
 *   asyncWith(needsLock ? locked() : nullContext('free'), function* (state) {
 *     return state
 *   })
 * await run(function* main() {
 *   return [yield* save(true), yield* save(false)]
 * }) // => ['locked', 'free']
 * ```
 */
export function nullContext(): AsyncContextManager<undefined>
export function nullContext<T>(value: T): AsyncContextManager<T>
export function nullContext(value?: unknown): AsyncContextManager<unknown> {
  return {
    *aenter() {
      return value
    },
    *aexit() {},
  }
}
