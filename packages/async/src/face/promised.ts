/**
 * What leaves the world of coroutines, and what enters it: the whole of the face in promises.
 *
 *   outward   an awaitable -> a promise, linked to its task        a primitive -> its face
 *   inward    a promise -> its task        an async function -> a function that returns an awaitable
 *
 * The objects behind are those of @acoro/core and @acoro/sync, so both faces may be mixed in one program. Each object has
 * one face, and each task one promise.
 */

import { type Awaitable, type Future, isAwaitable, isCoroutineFunction, isFuture } from '@acoro/core'
import { callInLoop, loopOfCall, runningLoop } from '@acoro/core/lowlevel'
import { linkOf } from '../engine/link.ts'
import { start } from '../engine/start.ts'
import { facedAs, realOf } from './faces.ts'

/** The promises of the futures that went out, and of those that came in. */
const promises = new WeakMap<object, Promise<unknown>>()

/** Whether awaitables go out as they are: what a case of `select` returns must not begin. */
let isUnbegun = false

/** Calls `make`, in which the functions and methods of the face return what a coroutine would await. */
export function unbegun<T>(make: () => T): T {
  const before = isUnbegun
  isUnbegun = true
  try {
    return make()
  } finally {
    isUnbegun = before
  }
}

/** What a program with promises gets for `value`. */
export function outward(value: unknown): unknown {
  const face = facedAs(value)
  if (face !== undefined) return face
  if (isAwaitable(value)) return isUnbegun ? value : promiseOf(value)
  if (Array.isArray(value)) return value.map(outward)
  return value instanceof Set ? new Set([...value].map(outward)) : value
}

/** What a function of acoro is given for `value`. */
export function inward(value: unknown): unknown {
  if (typeof value === 'function') return isCoroutineFunction(value) ? value : bodyOf(value as Fn)
  if (value instanceof Promise) return futureOf(value)
  return Array.isArray(value) ? value.map(inward) : realOf(value)
}

/** Calls `make`, which belongs to acoro, in the loop that a call from here belongs to. */
export function inLoop<T>(make: () => T): T {
  return runningLoop() === null ? callInLoop(loopOfCall(), make) : make()
}

/** A promise of what `make` returns, which is awaited in a task of its own. */
export function called(make: () => unknown): Promise<unknown> {
  if (isUnbegun) return inLoop(make) as Promise<unknown>
  return start(undefined, undefined, function* (): Generator<unknown, unknown, unknown> {
    return outward(yield make())
  })
}

/** The task of a promise, to be awaited by a coroutine. */
export function futureOf(promise: Promise<unknown>): Future<unknown> {
  const task = (linkOf(promise) ?? linkOf(following(promise))) as Future<unknown>
  promises.set(task, promise)
  return task
}

function promiseOf(value: Awaitable<unknown>): Promise<unknown> {
  const known = promises.get(value)
  if (known !== undefined) return known
  const promise = called(() => value)
  if (isFuture(value)) {
    promises.set(value, promise)
    // Its error is the business of the group, or of whatever else made the task.
    promise.catch(() => {})
  }
  return promise
}

/** A promise that is linked to a task, for one that is not. */
function following(promise: Promise<unknown>): Promise<unknown> {
  const linked = start(undefined, undefined, function* (): Generator<unknown, unknown, unknown> {
    // It waits at least once, or it would end without a task.
    yield undefined
    return yield promise
  })
  linked.catch(() => {})
  return linked
}

type Fn = (...args: unknown[]) => unknown

function bodyOf(fn: Fn): Fn {
  const body = (...args: unknown[]): unknown => {
    const result = fn(...args.map(outward))
    return result instanceof Promise ? futureOf(result) : realOf(result)
  }
  Object.defineProperty(body, 'name', { value: fn.name })
  return body
}
