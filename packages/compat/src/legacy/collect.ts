/**
 * Waits for arrays and objects: for all entries at once, as `Promise.all` does for promises.
 *
 * Promises and thunks are only subscribed to. Awaitables and generators get a task each. The first error is
 * the error of the whole, and the other entries go on, as with `Promise.all` and `gather`. Cancelling the
 * wait cancels the tasks.
 */

import {
  type Awaitable,
  type CoroutineLike,
  getRunningLoop,
  isAwaitable,
  isCoroutineFunction,
  isFuture,
} from '@acoro/core'
import { coroutineOf } from '@acoro/core/lowlevel'
import { setItem } from '../base/set-item.ts'
import { promiseFor } from '../base/thenable.ts'
import { LegacyCoroutine } from './legacy-coroutine.ts'
import type { WaitingFor } from './legacy-driver.ts'
import { isLegacyGenerator } from './legacy-generator.ts'
import { callThunk, isCollection, type Thunk } from './yieldable-kind.ts'

type Resolve = (value: unknown) => void
type Reject = (error: unknown) => void
type Cancel = () => void

/**
 * Starts all entries. `resolve` is called with the array or object of their results. Returns a function that
 * cancels them.
 */
export function collect(
  value: Record<string, unknown>,
  self: unknown,
  waitingFor: WaitingFor,
  resolve: Resolve,
  reject: Reject,
): Cancel {
  const results: Record<string, unknown> = (Array.isArray(value) ? new Array(value.length) : {}) as never
  const cancels: Cancel[] = []
  // One more than are pending until all have been started: some settle at once.
  let left = 1
  const settle = () => {
    if (--left === 0) resolve(results)
  }
  for (const key of Object.keys(value)) {
    const item = value[key]
    // Keeps the order of the keys, in whatever order the results come.
    setItem(results, key, item)
    left++
    const take = (result: unknown) => {
      setItem(results, key, result)
      settle()
    }
    const cancel = startEntry(item, self, waitingFor, take, reject)
    if (cancel === null) left--
    else cancels.push(cancel)
  }
  settle()
  return () => {
    for (const cancel of cancels) cancel()
  }
}

/** Starts one entry. Returns null if it is a plain value. */
function startEntry(
  value: unknown,
  self: unknown,
  waitingFor: WaitingFor,
  resolve: Resolve,
  reject: Reject,
): Cancel | null {
  if (typeof value === 'function') {
    if (isCoroutineFunction(value))
      return startEntry(value.call(self as never), self, waitingFor, resolve, reject)
    callThunk(value as Thunk, self, resolve, reject)
    return nothing
  }
  if (typeof value !== 'object' || value === null) return null
  if (isLegacyGenerator(value))
    return startTask(new LegacyCoroutine(value, self, waitingFor), resolve, reject)
  const promise = isFuture(value) ? null : promiseFor(value)
  if (promise !== null) {
    promise.then(resolve, reject)
    return nothing
  }
  if (isCollection(value)) return collect(value, self, waitingFor, resolve, reject)
  return isAwaitable(value) ? startTask(value, resolve, reject) : null
}

function startTask(awaitable: Awaitable<unknown>, resolve: Resolve, reject: Reject): Cancel {
  const future = isFuture(awaitable)
    ? awaitable
    : getRunningLoop().createTask(coroutineOf(awaitable) as CoroutineLike<unknown>)
  future.addDoneCallback(() => {
    try {
      resolve(future.result())
    } catch (error) {
      reject(error)
    }
  })
  return () => void future.cancel()
}

function nothing(): void {}
