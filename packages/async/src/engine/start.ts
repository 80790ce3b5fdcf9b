/**
 * What every helper for async functions comes down to.
 *
 * The body runs inside the call up to its first `await`. A call that ends there makes nothing but its generator and its
 * promise.
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
  engineGenerator,
  isPromise,
  rejectedWith,
  resolved,
  resumeNext,
} from './native.ts'

const makeCall = (spare: Call | null): Call => spare ?? new Call()

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
  generator = engineGenerator(generator, body)
  const loop = loopOfCall()
  if (isObserved(loop)) return startObserved(loop, generator)
  return beginDriven(loop, makeCall, firstStep, generator)
}

/** The first step of a call. One that ends the call leaves `call` as it was, to serve again. */
function firstStep(call: Call, generator: Generator<unknown, unknown, unknown>): Promise<unknown> {
  let result: IteratorResult<unknown, unknown>
  try {
    result = resumeNext.call(generator)
  } catch (error) {
    if (call.reacts && isUnseen(call)) return rejectedWith(error)
    const promise = call.makePromise()
    call.failNow(error)
    return promise
  }
  const { value } = result
  if (result.done === true && call.reacts && isUnseen(call) && !isPromise(value)) {
    return resolved(value)
  }
  const promise = call.makePromise()
  call.generator = generator
  if (result.done === true) call.returned(value)
  else call.await(value)
  return promise
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
 * Returns the task of a call of a compiled async function: to cancel it, to name it, to ask where it stands. Null if
 * `promise` is no promise of such a call, or if the call has ended without waiting.
 */
export function taskOf<T>(promise: PromiseLike<T>): Task<T> | null {
  if (!isPromise(promise)) {
    throw new TypeError(`Expected the promise of a compiled async function, got ${describeValue(promise)}`)
  }
  return linkOf(promise) as Task<T> | null
}
