/**
 * `async with`: a resource that is entered, used by a block, and left however the block ends.
 *
 * A resource that is released synchronously is a Disposable and needs none of this (`using permit = yield*
 * semaphore.acquire()`).
 */

import { describeValue } from '../base/errors.ts'
import { invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable } from '../future/future.ts'

/**
 * `__aenter__` and `__aexit__`. `aexit` gets the error with which the block ended, else undefined. If it
 * returns true, it swallows the error. The error itself may be undefined: `failed` says whether the block
 * threw.
 */
export interface AsyncContextManager<T> {
  aenter(): Awaitable<T>
  aexit(error: unknown, failed?: boolean): Awaitable<boolean | void>
}

/**
 * `async with`: enters `manager`, runs `body` with its value, and leaves it, whatever happens. Returns what
 * the body returns, or undefined if the manager swallowed its error.
 *
 * @example
 * ```ts
 * import { asyncContextManager, asyncWith, provide, run, sleep } from '@acoro/core'
 *
 * const log: string[] = []
 * const connection = asyncContextManager(function* connection(name: string) {
 *   log.push(`open ${name}`)
 *   try {
 *     yield* provide(name.toUpperCase())
 *   } finally {
 *     yield* sleep(1)
 *     log.push(`close ${name}`)
 *   }
 * })
 * await run(function* main() {
 *   yield* asyncWith(connection('db'), function* (handle) {
 *     log.push(`use ${handle}`)
 *   })
 * })
 * log // => ['open db', 'use DB', 'close db']
 * ```
 */
export function asyncWith<T, R>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Awaitable<R>,
): Coroutine<R> {
  checkManager(manager)
  if (typeof body !== 'function')
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(body)}`)
  return within(manager, body) as Coroutine<R>
}

const within = coroutine(function* asyncWith<T, R>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Awaitable<R>,
) {
  const value = yield* manager.aenter()
  let result: R
  try {
    result = yield* invoke(body, value)
  } catch (error) {
    if ((yield* manager.aexit(error, true)) === true) return undefined
    throw error
  }
  yield* manager.aexit(undefined, false)
  return result
})

export function checkManager(manager: unknown): void {
  const { aenter, aexit } = (manager ?? {}) as Partial<AsyncContextManager<unknown>>
  if (typeof aenter !== 'function' || typeof aexit !== 'function') {
    throw new TypeError(`Expected a manager with aenter() and aexit(), got ${describeValue(manager)}`)
  }
}
