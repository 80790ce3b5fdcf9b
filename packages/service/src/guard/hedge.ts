/**
 * A second call if the first one is slow.
 *
 *   the first call begins --delay, or it fails--> the next one begins --…--> `maxCalls` are under way
 *      any of them succeeds: the others are cancelled and awaited, and its value is returned
 *      all have failed: ExceptionGroup with every error
 *
 * A call that fails early makes the next one begin at once: to wait would help nobody.
 */

import {
  type Awaitable,
  type Coroutine,
  coroutine,
  createTask,
  ExceptionGroup,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { cancelAll, checkOptions, countFrom, duration } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { Nap } from '../base/nap.ts'
import { awaitable } from '../base/user-code.ts'

export interface HedgeOptions {
  /** How long to wait for a call before the next one begins, in ms; 2000 by default. */
  delay?: number | undefined
  /** The most calls, the first one included; 2 by default. */
  maxCalls?: number | undefined
}

/**
 * Calls `body(n)`, with n from 1 on, and calls it again while it is slow. Returns the first value; the other
 * calls are cancelled and awaited. If all fail, it throws an ExceptionGroup, or the error itself if there was
 * one call. Only for what may be done twice.
 *
 * If cancelled, all calls are cancelled and awaited.
 *
 * @example
 * ```ts
 * const ask = function* (n: number) {
 *   yield* sleep(n === 1 ? 60_000 : 10)
 *   return `answer of call ${n}`
 * }
 * yield* hedge(ask, { delay: 100 }) // => 'answer of call 2'
 * ```
 */
export function hedge<T>(body: (n: number) => Awaitable<T>, options?: HedgeOptions): Coroutine<T> {
  checkFunction(body, 'the body of hedge()')
  checkOptions(options, 'hedge()', { delay: duration, maxCalls: countFrom(1) })
  return hedging(body, options?.delay ?? 2000, options?.maxCalls ?? 2) as Coroutine<T>
}

const hedging = coroutine(function* hedge(
  body: (n: number) => Awaitable<unknown>,
  delay: number,
  maxCalls: number,
): Generator<Suspension, unknown, unknown> {
  const loop = getRunningLoop()
  const calls = new Set<Task<unknown>>()
  const errors: unknown[] = []
  const winners: unknown[] = []
  const nap = new Nap(() => `hedge (${calls.size} of ${maxCalls} calls under way)`)
  const ended = (task: Task<unknown>): void => {
    calls.delete(task)
    try {
      winners.push(task.result())
    } catch (error) {
      // Nobody has cancelled the waiting task, so it must not look like that.
      errors.push(
        isCancelledError(error)
          ? new RuntimeError('A call of hedge() was cancelled', { cause: error })
          : error,
      )
    }
    nap.wake()
  }
  try {
    // How many calls have begun, how many of the errors are answered by a further call, and when the next one
    // is due.
    let [begun, answered, due] = [0, 0, loop.time()]
    for (;;) {
      if (winners.length > 0) return winners[0]
      if (begun < maxCalls && (errors.length > answered || loop.time() >= due)) {
        const task = createTask(calling(body, ++begun), { name: `hedge call ${begun}`, eager: false })
        calls.add(task)
        task.addDoneCallback(() => ended(task))
        answered = errors.length
        due = loop.time() + delay
      }
      if (errors.length === maxCalls) {
        throw maxCalls === 1 ? errors[0] : new ExceptionGroup('all calls of hedge() failed', errors)
      }
      yield* nap.until(begun < maxCalls ? due : Infinity)
    }
  } finally {
    if (calls.size > 0) yield* cancelAll(calls)
  }
})

const calling = coroutine(function* call(
  body: (n: number) => Awaitable<unknown>,
  n: number,
): Generator<Suspension, unknown, unknown> {
  return yield* awaitable(body(n), 'the body of hedge()')
})
