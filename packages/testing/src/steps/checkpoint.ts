/**
 * Does a piece of code let other tasks run? An API can promise either: a fast path that never waits, or a
 * loop that never starves the rest.
 */

import { type Body, type Coroutine, coroutine, currentTask, getRunningLoop } from '@acoro/core'
import { checkedBody } from '../base/checks.ts'

/** An assertion about checkpoints failed. */
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
 * Awaits `body` and returns its result. Throws CheckpointError if the body never let other tasks run.
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

/**
 * Awaits `body` and returns its result. Throws CheckpointError if the body let other tasks run: if it waited
 * at all.
 */
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
    // Each step after the first follows a wait.
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

function nameOf(body: Body<unknown>): string {
  const named = body as { readonly functionName?: unknown; readonly name?: unknown }
  const name = named.functionName ?? named.name
  return typeof name === 'string' && name !== '' ? name : 'the body'
}
