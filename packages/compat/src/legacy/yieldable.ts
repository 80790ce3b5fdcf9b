/**
 * What generators of the older kind may yield, and what it means.
 *
 *   future, coroutine, awaitable           awaited
 *   promise, any thenable                  awaited
 *   any other function: a thunk            called with a node callback
 *   array, plain object                    all entries at once; other values in it stay as they are
 *
 * The driver itself handles generators, generator functions, coroutine functions and bare yields. This runs
 * for each yield, so the common kinds come first.
 */

import { isAwaitable, isCoroutine, isFuture } from '@acoro/core'
import { Arrival } from '@acoro/core/lowlevel'
import { arriving, follow } from '../base/follow.ts'
import { promiseFor } from '../base/thenable.ts'
import { A_PROMISE, fromPromise } from '../promise/from-promise.ts'
import { collect } from './collect.ts'
import type { Waiting } from './legacy-driver.ts'
import { callThunk, isCollection, type Thunk } from './yieldable-kind.ts'

/**
 * Returns the iterator that waits for what was yielded, or null if it may not be yielded. Throws what a thunk
 * throws.
 */
export function waitingFor(value: unknown, self: unknown): Waiting | null {
  if (typeof value === 'function') {
    const arrival = new Arrival<unknown>(arriving(`the thunk ${value.name}`.trimEnd()))
    callThunk(value as Thunk, self, arrival.resolve.bind(arrival), arrival.reject.bind(arrival))
    return arrival.wait(value)[Symbol.iterator]() as Waiting
  }
  if (typeof value !== 'object' || value === null) return null
  if (isFuture(value)) return value[Symbol.iterator]() as Waiting
  if (isCoroutine(value)) return value[Symbol.iterator]() as Waiting
  const promise = promiseFor(value)
  if (promise !== null) return follow(promise, A_PROMISE).wait(fromPromise)[Symbol.iterator]() as Waiting
  if (isCollection(value)) {
    let cancel: (() => void) | undefined
    const options = arriving(`${Object.keys(value).length} things at once`, () => cancel?.())
    const arrival = new Arrival<unknown>(options)
    const resolve = arrival.resolve.bind(arrival)
    cancel = collect(value, self, waitingFor, resolve, arrival.reject.bind(arrival))
    return arrival.wait(collect)[Symbol.iterator]() as Waiting
  }
  return isAwaitable(value) ? (value[Symbol.iterator]() as Waiting) : null
}
