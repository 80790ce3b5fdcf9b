/**
 * The coroutine of a job: it waits for its turn, and runs in the same task. And how a job that waits is
 * cancelled.
 */

import { type Awaitable, type Coroutine, coroutine, type EventLoop, type Suspension } from '@acoro/core'
import { until } from '../base/deadline.ts'
import { messageOf, readSafely } from '../base/errors.ts'
import { awaitable } from '../base/user-code.ts'
import type { QueuedJob } from './job.ts'
import type { JobSignal } from './options.ts'

/** What a job needs of its queue. */
interface Working {
  _bind(): EventLoop
  /** Its task begins with the work. Returns how long that may take. */
  _begins(job: QueuedJob): number | undefined
  /** It has ended, in whatever way. */
  _over(job: QueuedJob): void
}

export function cancelWaiting(job: QueuedJob, message: string): void {
  job.task.cancel(message)
  // A task that has not had its first step does not wait in line yet, and would leave later.
  job.cancel()
}

export function reasonOf(signal: JobSignal): string {
  const reason = readSafely(signal, 'reason')
  return reason === undefined ? 'aborted' : `aborted: ${messageOf(reason)}`
}

export const working: (queue: Working, job: QueuedJob, fn: () => Awaitable<unknown>) => Coroutine<unknown> =
  coroutine(function* work(
    queue: Working,
    job: QueuedJob,
    fn: () => Awaitable<unknown>,
  ): Generator<Suspension, unknown, unknown> {
    try {
      job.hasBegun = true
      if (!job.done()) yield* job
      const timeout = queue._begins(job)
      if (timeout === undefined) return yield* awaitable(fn(), 'the function of a job')
      const begin = (): Awaitable<unknown> => awaitable(fn(), 'the function of a job')
      return yield* until(queue._bind().time() + timeout, job.task.name, begin)
    } finally {
      queue._over(job)
    }
  })
