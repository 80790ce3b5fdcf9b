/** The jobs that failed for good. BullMQ keeps them for seven days, at most 10 000 of them. */

import { type Coroutine, coroutine } from '@acoro/core'
import type { Job } from 'bullmq'
import { CANCELLED } from '../base/marks.ts'
import { settled } from '../base/settled.ts'
import { type CallData, unpackCall } from '../jobs/call.ts'
import type { Registry } from '../jobs/define-jobs.ts'
import type { Link } from './link.ts'

/** A job that failed for good. */
export interface DeadLetter {
  readonly id: string
  readonly name: string
  /** Undefined if they cannot be read. */
  readonly args: readonly unknown[] | undefined
  /** Class and message of the last error. */
  readonly reason: string
  /** How often its function was called. */
  readonly attempts: number
  readonly failedAt: Date
}

export const readDeadLetters: (
  open: () => Link,
  registry: Registry,
  limit: number,
) => Coroutine<DeadLetter[]> = coroutine(function* deadLetters(
  open: () => Link,
  registry: Registry,
  limit: number,
) {
  const read = async (): Promise<DeadLetter[]> => {
    const failed = await open().queue.getFailed(0, limit - 1)
    return Promise.all(
      failed.filter(({ failedReason }) => failedReason !== CANCELLED).map((job) => letterOf(job, registry)),
    )
  }
  return yield* settled(read(), 'the dead letters')
})

export const retryDeadLetter: (open: () => Link, id: string) => Coroutine<boolean> = coroutine(
  function* retry(open: () => Link, id: string) {
    const retry = async (): Promise<boolean> => {
      const job = await open().queue.getJob(id)
      if (job === undefined || !(await job.isFailed())) return false
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })
      return true
    }
    return yield* settled(retry(), `the retry of ${id}`)
  },
)

async function letterOf(job: Job, registry: Registry): Promise<DeadLetter> {
  const id = job.id as string
  let args: readonly unknown[] | undefined
  try {
    ;({ args } = await unpackCall(registry, id, job.name, job.data as CallData))
  } catch {
    // A call that nobody can read may be the very reason why it failed.
  }
  const { name, attemptsMade: attempts, finishedOn = 0, failedReason: reason } = job
  return { id, name, args, reason, attempts, failedAt: new Date(finishedOn) }
}
