/** Waiting, for programs with promises: the functions of @acoro/core. */

import type {
  GatherOptions,
  MovedOn,
  Started,
  TaskGroupOptions,
  TaskOptions,
  Timeout,
  WaitOptions,
} from '@acoro/core'
import * as core from '@acoro/core'
import { faceOf } from './face-class.ts'
import { realOf } from './faces.ts'
import { body, called, futureOf, inLoop, inward, outward, promised, workOf } from './promised.ts'

/**
 * Waits `ms` milliseconds. Cancelling the task that awaits it removes the timer.
 *
 * @example
 * ```ts
 * import { sleep } from '@acoro/async'
 *
 * await sleep(10, 'rested') // => 'rested'
 * ```
 */
export const sleep: { (ms: number): Promise<void>; <T>(ms: number, value: T): Promise<T> } = promised(
  core.sleep,
)

/** Runs `body`, and cancels what it waits for after `ms`: then it rejects with TimeoutError. */
export const timeout: <T>(ms: number | null, body: (scope: Timeout) => T | PromiseLike<T>) => Promise<T> =
  promised(core.timeout, realOf, body)

/** `timeout` with a time on the loop's clock. */
export const timeoutAt: <T>(when: number | null, body: (scope: Timeout) => T | PromiseLike<T>) => Promise<T> =
  promised(core.timeoutAt, realOf, body)

/**
 * Runs `body`, and cancels what it waits for after `ms`. Then it goes on without the result: `{ timedOut,
 * value }`, or with `otherwise` the bare value.
 */
export const moveOnAfter: {
  <T>(ms: number | null, body: () => T | PromiseLike<T>): Promise<MovedOn<T>>
  <T, U>(ms: number | null, body: () => T | PromiseLike<T>, options: { otherwise: U }): Promise<T | U>
} = promised(core.moveOnAfter, realOf, body)

/** Waits for a promise, `ms` at most; then it cancels the promise's task, and rejects with TimeoutError. */
export const waitFor: <T>(promise: Promise<T>, ms: number | null) => Promise<T> = promised(
  core.waitFor,
  inward,
)

/** Waits for all of them. If one fails it rejects at once; the others go on. */
export const gather: {
  <A extends readonly unknown[] | []>(
    promises: A,
    options: GatherOptions & { returnExceptions: true },
  ): Promise<{ -readonly [I in keyof A]: Awaited<A[I]> | unknown }>
  <A extends readonly unknown[] | []>(
    promises: A,
    options?: GatherOptions,
  ): Promise<{ -readonly [I in keyof A]: Awaited<A[I]> }>
} = promised(core.gather, inward)

/** The result of the first that settles. The others are cancelled, if they are tasks. */
export const race: <T>(promises: readonly Promise<T>[]) => Promise<T> = promised(core.race, inward)

/** Runs `fn` in the default executor of the loop. */
export const toThread: <A extends unknown[], T>(fn: (...args: A) => T, ...args: A) => Promise<Awaited<T>> =
  function toThread(fn: never, ...args: never[]): Promise<unknown> {
    return called(() => core.toThread(fn, ...args))
  } as never

/** Waits for a promise, and keeps a cancellation of the waiting task from it. */
export const shield: <T>(promise: Promise<T>) => Promise<T> = promised(core.shield, inward)

/** Waits until some of them have settled, and returns which. Never rejects because of them. */
export const wait: <P extends Promise<unknown>>(
  promises: readonly P[],
  options?: WaitOptions,
) => Promise<[done: Set<P>, pending: Set<P>]> = promised(core.wait, inward)

/** Tasks that end together: the face of `TaskGroup`. */
export interface TaskGroup {
  /** Starts a task of the group. An async function is called in the task. */
  createTask<T>(work: Promise<T> | (() => T | PromiseLike<T>), options?: TaskOptions): Promise<T>
  /**
   * Starts a task of the group, and waits until `body` calls `started(value)`. Rejects if the task ends
   * before that. To cancel the waiting task cancels the task.
   */
  start<T = void>(body: (started: Started<T>) => Promise<unknown>, options?: TaskOptions): Promise<T>
  /** Cancels all tasks of the group. */
  cancel(message?: string): void
}

faceOf(core.TaskGroup, {
  createTask: (work) => (typeof work === 'function' || work instanceof Promise ? workOf(work) : work),
  start: body,
})

/**
 * Runs `body`, and waits for all tasks that it started in the group. If one fails, the others are cancelled.
 * With `limit` no more than so many run at a time; with `onError: 'collect'` an error cancels nothing.
 *
 * @example
 * ```ts
 * import { sleep, taskGroup } from '@acoro/async'
 *
 * await taskGroup(async (group) => {
 *   const slow = group.createTask(() => sleep(10, 'slow'))
 *   const fast = group.createTask(() => sleep(1, 'fast'))
 *   return [await slow, await fast]
 * }) // => ['slow', 'fast']
 * ```
 */
export const taskGroup: <T>(
  body: (group: TaskGroup) => T | PromiseLike<T>,
  options?: TaskGroupOptions,
) => Promise<T> = promised(core.taskGroup, body)

faceOf(core.AsCompleted as never)

/** The promises in the order in which they settle, to go through with `for await`. */
export const asCompleted: <T>(
  promises: readonly Promise<T>[],
  options?: { timeout?: number | null },
) => AsyncIterable<T> = ((promises: readonly Promise<unknown>[], options?: object) =>
  outward(inLoop(() => core.asCompleted(promises.map(futureOf), options)))) as never
