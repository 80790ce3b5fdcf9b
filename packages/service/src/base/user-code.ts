/**
 * Calls of functions that users pass: bodies, hooks and predicates.
 *
 * A body has to return an awaitable: a `function` in place of `function*` is a common slip. A hook only looks
 * on, so whatever it throws goes to the exception handler of the loop, and never takes the place of the real
 * error.
 */

import { type Awaitable, type EventLoop, getRunningLoop, isAwaitable } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { readSafely } from './errors.ts'

/** Requires that a body returned an awaitable. `what` names the body: `the body of retry()`. */
export function awaitable<T>(returned: Awaitable<T>, what: string): Awaitable<T> {
  if (isAwaitable(returned)) return returned as Awaitable<T>
  const cure =
    typeof (returned as { then?: unknown } | undefined)?.then === 'function'
      ? ': wrap a promise with fromPromise() of @acoro/compat'
      : ': write it as function*'
  throw new TypeError(
    `Expected ${what} to return something to await, a coroutine or a future, got ${describeValue(returned)}${cure}`,
  )
}

/** Reports an error that no code waits for, to the exception handler of the loop. */
export function report(message: string, exception: unknown, loop: EventLoop = getRunningLoop()): void {
  loop.callExceptionHandler({ message, exception })
}

/**
 * Calls a hook. What it throws is reported. It cannot wait: a coroutine that it returns is reported and
 * closed.
 */
export function callHook<Args extends unknown[]>(
  hook: ((...args: Args) => unknown) | undefined,
  what: string,
  ...args: Args
): void {
  if (hook === undefined) return
  try {
    mustNotWait(hook(...args), what)
  } catch (error) {
    report(`error in ${what}`, error)
  }
}

/**
 * Calls a predicate. If it throws, or answers neither true nor false, that is reported, and the answer is
 * `otherwise`.
 */
export function ask<Args extends unknown[]>(
  predicate: (...args: Args) => boolean,
  what: string,
  otherwise: boolean,
  ...args: Args
): boolean {
  try {
    const answer: unknown = predicate(...args)
    if (typeof answer === 'boolean') return answer
    mustNotWait(answer, what)
    throw new TypeError(`Expected ${what} to return true or false, got ${describeValue(answer)}`)
  } catch (error) {
    report(`error in ${what}`, error)
    return otherwise
  }
}

/** Refuses a promise. What it rejects with is reported: nobody else will ask for it. */
export function refusePromise(
  returned: unknown,
  wanted: string,
  what: string,
  loop: EventLoop = getRunningLoop(),
): void {
  if (!isPromise(returned)) return
  returned.then(undefined, catching(what, loop))
  throw new TypeError(`Expected ${wanted}, got a promise: wrap it with fromPromise() of @acoro/compat`)
}

function catching(what: string, loop = getRunningLoop()): (error: unknown) => void {
  return (error) => report(`error in ${what}`, error, loop)
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isAwaitable(value) &&
    typeof readSafely(value, 'then') === 'function'
  )
}

function mustNotWait(returned: unknown, what: string): void {
  if (isPromise(returned)) returned.then(undefined, catching(what))
  else if (isAwaitable(returned)) (returned as { return?: () => void }).return?.()
  else return
  throw new TypeError(
    `Expected ${what} to be a plain function that does not wait, got ${describeValue(returned)}`,
  )
}
