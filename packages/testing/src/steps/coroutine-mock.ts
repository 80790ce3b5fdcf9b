/**
 * Coroutine functions that record how they are called and awaited, in place of real ones.
 *
 * A mock of the test runner records calls. A coroutine does nothing until it is awaited, so a call says
 * little: a forgotten `yield*` is a call, too. asyncio has `AsyncMock` for that.
 */

import { type Awaitable, type Coroutine, coroutine } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/checks.ts'

const brand: unique symbol = Symbol.for('acoro.coroutineMock') as never

/** A coroutine function that records its calls. */
export interface CoroutineMock<Args extends unknown[] = unknown[], T = unknown> {
  (...args: Args): Coroutine<T>
  /** The arguments of each call. */
  readonly calls: readonly Args[]
  /** The arguments of each call that was awaited, in the order in which they were. */
  readonly awaits: readonly Args[]
  /** Forgets all calls. */
  reset(): void
}

/**
 * Makes a coroutine function that records how it is called and awaited. Awaiting it runs `body`, which may be
 * a coroutine function or return a plain value; without one it returns undefined. asyncio:
 * `unittest.mock.AsyncMock`.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 *
 * const send = coroutineMock((text: string) => text.length)
 * await run(function* () {
 *   send('forgotten').close()
 *   return yield* send('hello')
 * }) // => 5
 * send.calls // => [['forgotten'], ['hello']]
 * send.awaits // => [['hello']]
 * ```
 */
export function coroutineMock<Args extends unknown[] = unknown[], R = undefined>(
  body?: (...args: Args) => R,
): CoroutineMock<Args, R extends Awaitable<infer T> ? T : R> {
  type T = R extends Awaitable<infer V> ? V : R
  if (body !== undefined) checkFunction(body, 'the body of a mock')
  const calls: Args[] = []
  const awaits: Args[] = []
  const awaited = coroutine(function* mock(args: Args) {
    awaits.push(args)
    const result = body?.(...args)
    return (isAwaitable<T>(result) ? yield* result : result) as T
  })
  const mock = (...args: Args): Coroutine<T> => {
    calls.push(args)
    return awaited(args)
  }
  const reset = () => {
    calls.length = 0
    awaits.length = 0
  }
  return Object.assign(mock, { calls, awaits, reset, [brand]: true })
}

function isAwaitable<T>(value: unknown): value is Awaitable<T> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value
}

interface MatcherResult {
  readonly pass: boolean
  message(): string
}

interface MatcherContext {
  readonly isNot?: boolean
  equals(one: unknown, other: unknown): boolean
}

/**
 * Matchers for `expect.extend(awaitMatchers)` of vitest and Jest: `toHaveBeenAwaited()`,
 * `toHaveBeenAwaitedTimes(n)`, `toHaveBeenAwaitedWith(…args)`. asyncio: `assert_awaited`, `await_count`,
 * `assert_any_await`.
 */
export const awaitMatchers: {
  toHaveBeenAwaited(this: MatcherContext, mock: unknown): MatcherResult
  toHaveBeenAwaitedTimes(this: MatcherContext, mock: unknown, times: number): MatcherResult
  toHaveBeenAwaitedWith(this: MatcherContext, mock: unknown, ...args: unknown[]): MatcherResult
} = {
  toHaveBeenAwaited(mock) {
    const { awaits } = checkMock(mock)
    return resultOf(this, mock, awaits.length > 0, 'to have been awaited')
  },
  toHaveBeenAwaitedTimes(mock, times) {
    const { awaits } = checkMock(mock)
    return resultOf(this, mock, awaits.length === times, `to have been awaited ${times} times`)
  },
  toHaveBeenAwaitedWith(mock, ...args) {
    const { awaits } = checkMock(mock)
    const pass = awaits.some((each) => this.equals(each, args))
    return resultOf(this, mock, pass, `to have been awaited with ${describe(args)}`)
  },
}

function checkMock(value: unknown): CoroutineMock {
  if (typeof value === 'function' && brand in value) return value as unknown as CoroutineMock
  throw new TypeError(`Expected what coroutineMock() returns, got ${describeValue(value)}`)
}

function resultOf(context: MatcherContext, value: unknown, pass: boolean, wanted: string): MatcherResult {
  const { calls, awaits } = checkMock(value)
  const message = () =>
    `Expected the coroutine ${context.isNot === true ? 'not ' : ''}${wanted}. It was called ${calls.length} times and ` +
    `awaited ${awaits.length} times${awaits.length === 0 ? '' : `, with ${awaits.map(describe).join(', ')}`}` +
    (calls.length > awaits.length ? ': a call without yield* does nothing' : '')
  return { pass, message }
}

function describe(args: readonly unknown[]): string {
  return `(${args.map((arg) => describeValue(arg)).join(', ')})`
}
