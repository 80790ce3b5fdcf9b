/**
 * Does a piece of code give others a turn? Both answers can be promises of an API: a fast path that must not wait, a loop that
 * must not starve the rest.
 */

import {
  type Awaitable,
  type Body,
  type Coroutine,
  coroutine,
  currentTask,
  getRunningLoop,
} from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'

/** The assertion does not hold. */
export class CheckpointError extends Error {
  static {
    Object.defineProperty(CheckpointError.prototype, 'name', {
      value: 'CheckpointError',
      configurable: true,
      writable: true,
    })
  }
}

/**
 * Awaits `body`, and throws CheckpointError where it did not once let others run. What the body throws passes.
 *
 * @example
 * ```ts
 * import { run, sleep } from '@acoro/core'
 *
 * await run(() => assertCheckpoint(sleep(0, 'others ran'))) // => 'others ran'
 * await run(() => assertCheckpoint(function* () {})) // throws CheckpointError
 * ```
 */
export function assertCheckpoint<T>(body: Body<T>): Coroutine<T> {
  return watched(checkedBody(body), (count) =>
    count > 0 ? undefined : `Expected ${nameOf(body)} to let others run, and it did not wait once`,
  )
}

/** Awaits `body`, and throws CheckpointError where it let others run: where it waited for anything. */
export function assertNoCheckpoint<T>(body: Body<T>): Coroutine<T> {
  return watched(checkedBody(body), (count) =>
    count === 0 ? undefined : `Expected ${nameOf(body)} not to wait, and it waited ${count} times`,
  )
}

const watched = coroutine(function* watched<T>(
  body: Body<T>,
  complaint: (count: number) => string | undefined,
) {
  const task = currentTask()
  let count = 0
  const remove = getRunningLoop().addHook({
    // Each further step means a wait before it.
    taskStepped: (stepped) => {
      if (stepped === task) count++
    },
  })
  let result: T
  try {
    result = yield* typeof body === 'function' ? body() : body
  } finally {
    remove()
  }
  const message = complaint(count)
  if (message !== undefined) throw new CheckpointError(message)
  return result
})

function checkedBody<T>(body: Body<T>): Body<T> {
  const awaitable = typeof body === 'object' && body !== null && Symbol.iterator in body
  if (typeof body === 'function' || awaitable) return body
  throw new TypeError(`Expected a generator function (function*) or an awaitable, got ${describeValue(body)}`)
}

function nameOf(body: Body<unknown>): string {
  const { name } = body as Awaitable<unknown> & { name?: unknown }
  return typeof name === 'string' && name !== '' ? name : 'the body'
}
