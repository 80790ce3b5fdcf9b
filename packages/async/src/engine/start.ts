/**
 * What every helper for async functions comes down to.
 *
 * The body runs inside the call up to its first `await`. A call that ends there makes nothing but its
 * generator and its promise.
 */

import type { EventLoop, Task } from '@acoro/core'
import {
  beginDriven,
  beginObserved,
  describeValue,
  isObserved,
  isUnseen,
  loopOfCall,
} from '@acoro/core/lowlevel'
import { Call } from './call.ts'
import { linkOf } from './link.ts'
import {
  type Body,
  checkBody,
  checkGenerator,
  engineGenerator,
  fulfilledWith,
  isPromise,
  rejectedWith,
  resumeNext,
} from './native.ts'

const makeCall = (spare: Call | null): Call => spare ?? new Call()

type Made = Generator<unknown, unknown, unknown>

/** Calls a compiled async function. Never throws but for what is no compiled code. */
export function start(
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
  body: Body,
): Promise<unknown> {
  checkBody(body)
  let generator: Generator<unknown, unknown, unknown>
  try {
    generator = body.apply(self as never, args as never) as Generator<unknown, unknown, unknown>
  } catch (error) {
    return rejectedWith(error)
  }
  return begin(engineGenerator(generator, body))
}

/** Begins a call whose generator has been made. */
export function begin(generator: Made): Promise<unknown> {
  const loop = loopOfCall()
  if (isObserved(loop)) return startObserved(loop, generator)
  return beginDriven(loop, makeCall, firstStep, generator)
}

/**
 * What the making of a generator has thrown: an error of a default parameter. TypeError if `body` is no
 * function.
 */
export function refuse(error: unknown, body: unknown): Promise<never> {
  checkBody(body)
  return rejectedWith(error)
}

/** The first step of a call. One that ends the call leaves `call` as it was, to serve again. */
function firstStep(call: Call, generator: Generator<unknown, unknown, unknown>): Promise<unknown> {
  let result: IteratorResult<unknown, unknown>
  try {
    result = resumeNext.call(generator)
  } catch (error) {
    checkGenerator(generator)
    return failedAtOnce(call, error)
  }
  if (result.done === true) return endedAtOnce(call, result.value)
  const promise = call.makePromise()
  call.generator = generator
  call.await(result.value)
  return promise
}

function failedAtOnce(call: Call, error: unknown): Promise<unknown> {
  if (call.reacts && isUnseen(call)) return rejectedWith(error)
  const promise = call.makePromise()
  call.failNow(error)
  return promise
}

function endedAtOnce(call: Call, value: unknown): Promise<unknown> {
  if (call.reacts && isUnseen(call) && !isPromise(value)) return fulfilledWith(value)
  const promise = call.makePromise()
  call.returned(value)
  return promise
}

// The receiver and the arguments of a function without `await`, on their way into its step. `others` is null
// if there is one.
let receiver: unknown
let only: unknown
let others: ArrayLike<unknown> | null = null

/** Calls a function without `await`. It needs no generator, but a task all the same: it may ask for it. */
export function beginPlain(body: Body, self: unknown, argument: unknown): Promise<unknown> {
  const loop = loopOfCall()
  if (isObserved(loop)) return startObserved(loop, asGenerator(body, self, [argument]))
  receiver = self
  only = argument
  others = null
  return beginDriven(loop, makeCall, plainStep, body)
}

/** The same for any number of arguments but one. */
export function beginPlainAll(body: Body, self: unknown, args: ArrayLike<unknown>): Promise<unknown> {
  const loop = loopOfCall()
  if (isObserved(loop)) return startObserved(loop, asGenerator(body, self, args))
  receiver = self
  others = args
  return beginDriven(loop, makeCall, plainStep, body)
}

function plainStep(call: Call, body: Body): Promise<unknown> {
  const self = receiver
  const argument = only
  const args = others
  receiver = undefined
  only = undefined
  others = null
  let value: unknown
  try {
    value =
      args === null ? body.call(self as never, argument as never) : body.apply(self as never, args as never)
  } catch (error) {
    checkBody(body)
    return failedAtOnce(call, error)
  }
  return endedAtOnce(call, value)
}

function* asGenerator(body: Body, self: unknown, args: ArrayLike<unknown>): Made {
  checkBody(body)
  return body.apply(self as never, args as never)
}

function startObserved(loop: EventLoop, generator: Generator<unknown, unknown, unknown>): Promise<unknown> {
  let promise: Promise<unknown> | undefined
  beginObserved(loop, () => {
    const call = new Call()
    call.generator = generator
    promise = call.makePromise()
    return call
  })
  return promise as Promise<unknown>
}

/**
 * Returns the task of a call of a compiled async function: to cancel it, to name it, to ask where it stands.
 * Null if `promise` is no promise of such a call, or if the call has ended without waiting.
 */
export function taskOf<T>(promise: PromiseLike<T>): Task<T> | null {
  if (!isPromise(promise)) {
    throw new TypeError(`Expected the promise of a compiled async function, got ${describeValue(promise)}`)
  }
  return linkOf(promise) as Task<T> | null
}
