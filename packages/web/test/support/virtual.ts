import { type Awaitable, type Coroutine, createTask, getRunningLoop, type Main, type Task } from '@acoro/core'
import { VirtualLoop, type VirtualLoopOptions } from '@acoro/testing'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
export type Steps<T = void> = Generator<any, T, any>

/**
 * Runs a program synchronously, under a clock of its own. An error that reaches the exception handler fails
 * it.
 */
export function play<T>(main: Main<T>, options?: VirtualLoopOptions): T {
  using loop = new VirtualLoop(options)
  const reported: unknown[] = []
  loop.setExceptionHandler((_loop, context) => reported.push(context.exception ?? context.message))
  const value = loop.runSync(main)
  if (reported.length > 0) throw new Error(`reported: ${reported.join(', ')}`, { cause: reported[0] })
  return value
}

/** The time on the clock of the running loop. */
export function now(): number {
  return getRunningLoop().time()
}

/** How an awaitable ends, and when: `'value at 5'`, `'Error: text at 5'`. */
export function* outcome(awaitable: Awaitable<unknown>): Steps<string> {
  try {
    return `${yield* awaitable} at ${now()}`
  } catch (error) {
    return `${error} at ${now()}`
  }
}

/** The error that an awaitable throws. */
export function* failure<E = Error>(awaitable: Awaitable<unknown>): Steps<E> {
  try {
    yield* awaitable
  } catch (error) {
    return error as E
  }
  throw new Error('Expected it to fail')
}

/** Starts a task whose outcome is a text. */
export function starting(awaitable: Awaitable<unknown>, name?: string): Task<string> {
  return createTask(outcome(awaitable) as unknown as Coroutine<string>, name === undefined ? {} : { name })
}
