/**
 * Something that is held for a while in Redis, and renewed at a third of that time.
 *
 * Invariant: a block that holds it is cancelled before it runs out, by this process's own clock: at the last
 * renewal, counted from when that was sent, plus the time to live, minus a margin. It does not wait for an
 * answer of Redis, which may be what is missing.
 *
 * Waiting tasks ask again and again: nobody is told when it is free, and nobody is first in line.
 */

import {
  type Coroutine,
  coroutine,
  getRunningLoop,
  isAwaitable,
  type Suspension,
  sleep,
  type Timeout,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { coroutineOf, describeValue } from '@acoro/core/lowlevel'
import { LockLostError } from '../base/errors.ts'
import { settled } from '../base/settled.ts'

/** What an attempt to take it says: taken, with a number; or not, with the ms until it may be free. */
export type Attempt = readonly [taken: number, number: number]

/** How it is taken, renewed and given back. `token` is different for each holder. */
export interface Held {
  readonly what: string
  /** The time to live, in ms. */
  readonly ttl: number
  take(token: string): Promise<Attempt>
  /** False if it is not held any more. */
  renew(token: string): Promise<boolean>
  release(token: string): Promise<unknown>
}

/** How long to wait before it is tried again, in ms; anything between. */
const AGAIN = { least: 20, most: 100 }

/**
 * Takes it, runs the body with the number of the attempt, and gives it back. `refuse` is called if it is not
 * free; null waits.
 */
export const holding: <T>(
  held: Held,
  token: string,
  body: (number: number) => unknown,
  refuse: (() => never) | null,
) => Coroutine<T> = coroutine(function* hold<T>(
  held: Held,
  token: string,
  body: (number: number) => unknown,
  refuse: (() => never) | null,
) {
  const loop = getRunningLoop()
  let since = loop.time()
  let [taken, number] = yield* tried(held, token)
  while (taken === 0) {
    refuse?.()
    yield* sleep(Math.min(Math.max(number, 1), AGAIN.least + Math.random() * (AGAIN.most - AGAIN.least)))
    since = loop.time()
    ;[taken, number] = yield* tried(held, token)
  }
  const end = (from: number): number => from + held.ttl - held.ttl / 10
  let scope: Timeout | null = null
  const renew = (): void => {
    const sent = loop.time()
    held.renew(token).then(
      (renewed) => {
        // The block has ended, and its loop may be closed.
        if (scope === null) return
        loop.callSoonThreadsafe(() => {
          if (scope !== null && !scope.expired()) scope.reschedule(renewed ? end(sent) : loop.time())
        })
      },
      // The connection tells of its errors itself. The time runs on.
      () => {},
    )
  }
  const renewal = setInterval(renew, held.ttl / 3)
  try {
    return yield* timeout(end(since) - loop.time(), function* (given) {
      scope = given
      return yield* result(body(number)) as Generator<Suspension, T, unknown>
    })
  } catch (error) {
    const lost = scope as Timeout | null
    if (!(error instanceof TimeoutError) || lost?.expired() !== true) throw error
    throw new LockLostError(`${held.what} was not renewed in time, so the block that held it was cancelled`, {
      cause: error,
    })
  } finally {
    scope = null
    clearInterval(renewal)
    // Nobody waits for it: a block that was cancelled in time must not hang on Redis.
    held.release(token).catch(() => {})
  }
}) as never

/** A cancel may come when Redis has said yes already: then it is given back. */
function* tried(held: Held, token: string): Generator<Suspension, Attempt, unknown> {
  const attempt = held.take(token)
  try {
    return yield* settled(attempt, `take ${held.what}`)
  } catch (error) {
    attempt.then(([taken]) => (taken === 1 ? held.release(token) : undefined)).catch(() => {})
    throw error
  }
}

function* result(value: unknown): Generator<Suspension, unknown, unknown> {
  if (value instanceof Promise) {
    throw new TypeError(
      'Expected the block to be a function* or to return a coroutine, got a promise: nobody could stop it when the lock is lost',
    )
  }
  return isAwaitable(value) ? yield* coroutineOf(value) : value
}

export function checkBody(body: unknown, where: string): void {
  if (typeof body === 'function') return
  throw new TypeError(`Expected the block of ${where}, a function* () { … }, got ${describeValue(body)}`)
}
