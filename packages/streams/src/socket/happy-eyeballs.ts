/**
 * Happy eyeballs, RFC 8305: several addresses are tried one after the other without waiting for each to fail.
 *
 * The next attempt starts when the last one failed or a delay has passed, beside those still under way; the first to
 * succeed wins, the others are cancelled and awaited. So a host with a dead IPv6 address costs a quarter of a second,
 * not a minute.
 */

import { type CoroutineLike, createTask, type Suspension, type Task, wait } from '@acoro/core'
import { cancelAll } from '@acoro/core/lowlevel'

export interface Attempts<A, T> {
  readonly targets: readonly A[]
  /** ms after which the next one is started. */
  readonly delay: number
  attempt(target: A): CoroutineLike<T>
  /** Closes what came too late. */
  discard(value: T): void
}

/** The value of the first attempt that succeeds, or the errors of all of them, in the order of their coming. */
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
