/**
 * Happy eyeballs, RFC 8305: tries several addresses without waiting for each of them to fail.
 *
 * The next attempt starts when the last one has failed or a delay has passed, beside those still running. The
 * first to succeed wins; the others are cancelled and awaited. So a host with a dead IPv6 address costs a
 * quarter of a second, not a minute.
 */

import { type CoroutineLike, createTask, type Suspension, type Task, wait } from '@acoro/core'
import { cancelAll } from '@acoro/core/lowlevel'

export interface Attempts<A, T> {
  readonly targets: readonly A[]
  /** After how many ms the next attempt starts. */
  readonly delay: number
  attempt(target: A): CoroutineLike<T>
  /** Closes a connection that came too late. */
  discard(value: T): void
}

/**
 * Returns the value of the first attempt that succeeds, or the errors of all, in the order in which they
 * came.
 */
export function* happyEyeballs<A, T>(
  attempts: Attempts<A, T>,
): Generator<Suspension, { value: T } | { errors: unknown[] }, unknown> {
  const { targets, delay } = attempts
  const running = new Set<Task<T>>()
  const errors: unknown[] = []
  let winner: Task<T> | undefined
  try {
    for (let next = 0; next < targets.length || running.size > 0; ) {
      if (next < targets.length) running.add(createTask(attempts.attempt(targets[next++]!)))
      const timeout = next < targets.length ? { timeout: delay } : {}
      const [done] = yield* wait(running, { ...timeout, returnWhen: 'FIRST_COMPLETED' })
      for (const task of done as Set<Task<T>>) {
        if (!task.failed()) {
          winner = task
          return { value: task.result() }
        }
        running.delete(task)
        errors.push(task.exception())
      }
    }
    return { errors }
  } finally {
    if (winner !== undefined) running.delete(winner)
    try {
      yield* cancelAll(running)
    } finally {
      for (const task of running) {
        if (!task.cancelled() && !task.failed()) attempts.discard(task.result())
      }
    }
  }
}
