/**
 * What leaves the world of coroutines, and what enters it: the whole of the face in promises.
 *
 *   outward   an awaitable -> a promise, linked to its task        a primitive -> its face
 *   inward    a promise -> its task        an async function -> a function that returns an awaitable
 *
 * The objects behind are those of @acoro/core and @acoro/sync, so both faces may be mixed in one program.
 * Each object has one face, and each task one promise.
 */

import {
  type Awaitable,
  type Future,
  isAwaitable,
  isCoroutineFunction,
  isFuture,
  type Suspension,
} from '@acoro/core'
import { callInLoop, loopOfCall, runningLoop } from '@acoro/core/lowlevel'
import { linkOf } from '../engine/link.ts'
import { start } from '../engine/start.ts'
import { facedAs, realOf } from './faces.ts'

type Fn = (...args: unknown[]) => unknown
/** What a function of acoro is given for an argument. */
export type Convert = (value: unknown) => unknown

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

/**
 * What a program with promises gets for `value`. An array or a set without anything to convert stays the same
 * object.
 */
export function outward(value: unknown): unknown {
  const face = facedAs(value)
  if (face !== undefined) return face
  if (isAwaitable(value)) return isUnbegun ? value : promiseOf(value)
  if (Array.isArray(value)) return mapped(value, outward)
  if (!(value instanceof Set)) return value
  const [before, after] = [[...value], mapped([...value], outward)]
  return after.every((one, at) => one === before[at]) ? value : new Set(after)
}

/** What a function of acoro is given for `value`: a callback, a promise, or data. */
export function inward(value: unknown): unknown {
  if (typeof value === 'function') return isCoroutineFunction(value) ? value : callbackOf(value as Fn)
  if (value instanceof Promise) return futureOf(value)
  return Array.isArray(value) ? mapped(value, inward) : realOf(value)
}

/** The same for a function that acoro awaits. It may return a promise, something to await, or a value. */
export function body(value: unknown): unknown {
  if (typeof value !== 'function' || isCoroutineFunction(value)) return inward(value)
  return named(value as Fn, (...args) => workOf(() => (value as Fn)(...args.map(outward))))
}

/** Options in which `takes` converts the functions that are named. */
export function optionsWith(takes: Readonly<Record<string, Convert>>): Convert {
  return (options) => {
    if (typeof options !== 'object' || options === null || Symbol.iterator in options) return options
    const isPlain = Object.getPrototypeOf(options) === Object.prototype
    const converted = (isPlain ? { ...options } : Object.create(options)) as Record<string, unknown>
    for (const [name, convert] of Object.entries(takes)) {
      const value: unknown = Reflect.get(options, name)
      // Called as a method: the options may be an object of a class.
      if (typeof value === 'function')
        converted[name] = convert(named(value as Fn, value.bind(options) as Fn))
    }
    return converted
  }
}

function mapped(values: readonly unknown[], convert: (value: unknown) => unknown): readonly unknown[] {
  const converted = values.map(convert)
  return converted.every((value, at) => value === values[at]) ? values : converted
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

/** A callback, which may be plain. */
function callbackOf(fn: Fn): Fn {
  return named(fn, (...args) => {
    const result = fn(...args.map(outward))
    return result instanceof Promise ? futureOf(result) : realOf(result)
  })
}

/** A coroutine that calls `work`, or awaits it. */
export function* workOf(work: unknown): Generator<Suspension, unknown, unknown> {
  const result = typeof work === 'function' ? (work() as unknown) : work
  if (result instanceof Promise) return yield* futureOf(result)
  const real = realOf(result)
  if (isAwaitable(real)) return yield* real
  return isThenable(real) ? yield* futureOf(Promise.resolve(real)) : real
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'
}

export function named(like: Fn, fn: Fn): Fn {
  return Object.defineProperty(fn, 'name', { value: like.name, configurable: true })
}

/**
 * A function of acoro, called in a task of its own. `takes` converts its arguments; by default they are data.
 */
export function promised(fn: (...args: never[]) => unknown, ...takes: readonly Convert[]): never {
  const call = fn as Fn
  return named(call, (...args) => called(() => call(...convertedBy(takes, args)))) as never
}

/** The same for a function that does not wait, but makes something that does. */
export function made(fn: (...args: never[]) => unknown, ...takes: readonly Convert[]): never {
  const call = fn as Fn
  return named(call, (...args) => outward(inLoop(() => call(...convertedBy(takes, args))))) as never
}

/** The face of a function that waits and has members. */
export function calledFace(real: object): never {
  const face = promised(real as never) as object
  for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(real))) {
    if (Object.hasOwn(face, name)) continue
    if (get !== undefined) Object.defineProperty(face, name, { get: () => outward(inLoop(get)) })
    else Object.defineProperty(face, name, { value: made(value as Fn) })
  }
  return face as never
}

function convertedBy(takes: readonly Convert[], args: readonly unknown[]): unknown[] {
  return args.map((value, at) => (takes[at] ?? realOf)(value))
}
