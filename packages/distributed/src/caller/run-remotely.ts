/**
 * Waits for a job, and for its end if it is cancelled.
 *
 * The future of `loop.runInExecutor` ends at the moment of the cancel, as asyncio's does. This coroutine
 * holds the cancellation back until the job has ended on its machine, and throws it on then.
 */

import { type Coroutine, coroutine, getRunningLoop } from '@acoro/core'
import { ExternalFuture, holdCancel, releaseCancel } from '@acoro/core/lowlevel'
import { CancelTimeoutError } from '../base/errors.ts'
import type { RemoteJob } from './remote-job.ts'

export const runRemotely: (submit: () => RemoteJob, what: string) => Coroutine<unknown> = coroutine(
  function* run(submit: () => RemoteJob, what: string) {
    const loop = getRunningLoop()
    const job = submit()
    const outcome: { value?: unknown; error?: unknown; ended: boolean } = { ended: false }
    let wait = new ExternalFuture<void>(loop, what, true)
    const end = (): void => {
      outcome.ended = true
      if (!wait.done()) wait.setResult(undefined)
    }
    job.onDone(
      (value) => {
        outcome.value = value
        end()
      },
      (error) => {
        outcome.error = error
        end()
      },
    )
    let held: ReturnType<typeof holdCancel> = null
    let cancellation: unknown
    try {
      while (!outcome.ended) {
        if (wait.done())
          wait = new ExternalFuture<void>(loop, `the end of ${what}, which was cancelled`, true)
        try {
          yield* wait
        } catch (error) {
          cancellation ??= error
          held ??= holdCancel()
          job.cancel()
        }
      }
    } finally {
      releaseCancel(held)
    }
    if (outcome.error instanceof CancelTimeoutError) throw outcome.error
    if (cancellation !== undefined) throw cancellation
    if ('error' in outcome) throw outcome.error
    return outcome.value
  },
)
