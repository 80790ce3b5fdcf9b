/**
 * Starts the generator of a compiled async function as a task, and returns the promise of the call.
 *
 * The body runs inside the call up to its first `await`. The skeleton: replaced by the driver of engine/.
 */

import {
  type CoroutineGenerator,
  type EventLoop,
  isAwaitable,
  newEventLoop,
  type Suspension,
  Task,
} from '@acoro/core'
import { Arrival, callInLoop, runningLoop } from '@acoro/core/lowlevel'
import type { Body } from './async-generator.ts'

const tasks = new WeakMap<object, Task<unknown>>()

let background: EventLoop | null = null

function loopOfCall(): EventLoop {
  const running = runningLoop()
  if (running !== null) return running
  if (background === null) {
    background = newEventLoop()
    void background.runForever()
  }
  return background
}

const A_PROMISE = { what: 'a promise', isTransient: () => true }

function* driving(generator: Generator<unknown, unknown>): Generator<Suspension, unknown> {
  let result = generator.next()
  while (result.done !== true) {
    let value: unknown
    try {
      value = yield* waitFor(result.value)
    } catch (error) {
      result = generator.throw(error)
      continue
    }
    result = generator.next(value)
  }
  return result.value
}

function* waitFor(awaited: unknown): Generator<Suspension, unknown> {
  const task = tasks.get(awaited as object)
  if (task !== undefined) return yield* task
  if (typeof awaited === 'object' && awaited !== null && !('then' in awaited) && isAwaitable(awaited)) {
    return yield* awaited as CoroutineGenerator<unknown>
  }
  const arrival = new Arrival<unknown>(A_PROMISE)
  Promise.resolve(awaited).then(
    (value) => arrival.deliver(value),
    (error: unknown) => arrival.deliverError(error),
  )
  return yield* arrival.wait(waitFor)
}

export function start(
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
  body: Body,
): Promise<unknown> {
  try {
    const generator = Reflect.apply(body, self as never, (args ?? []) as never) as Generator<unknown, unknown>
    const loop = loopOfCall()
    const make = () => new Task(driving(generator) as never, { eager: true, loop })
    const task = runningLoop() === loop ? make() : callInLoop(loop, make)
    const promise = task.then()
    tasks.set(promise, task)
    return promise
  } catch (error) {
    return Promise.reject(error)
  }
}

export function taskOf<T>(promise: PromiseLike<T>): Task<T> | null {
  return (tasks.get(promise) as Task<T> | undefined) ?? null
}
