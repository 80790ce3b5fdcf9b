/**
 * What generators of the older kind yield, and what each of it means.
 *
 *   future, coroutine, awaitable           awaited
 *   generator                              run in place, as a part of the one that yielded it
 *   generator or coroutine function        called, then as above
 *   promise, any thenable                  awaited
 *   nothing (a bare yield)                 resumed in the next iteration
 *   any other function: a thunk            called with a node callback
 *   array, plain object                    all entries at once; what is none of these stays as it is
 *
 * The table is asked for each yield, so the common kinds come first and none is told by the name of its constructor.
 */

import { isAwaitable, isCoroutine, isFuture } from '@acoro/core'
import { Arrival } from '@acoro/core/lowlevel'
import { arriving, follow } from '../base/follow.ts'
import { promiseFor } from '../base/thenable.ts'
import { A_PROMISE, fromPromise } from '../promise/from-promise.ts'
import { collect } from './collect.ts'
import type { Waiting } from './legacy-driver.ts'
import { callThunk, isCollection, type Thunk } from './yieldable-kind.ts'

/** The iterator to wait with for what was yielded; null where that is no yieldable. May throw what a thunk throws. */
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
