/**
 * Cancels a job, wherever it is.
 *
 * A job that waits is removed: that is its end. One that runs is told through the relay, which delivers at
 * most once, and the job may also just change from one to the other. So both are tried again and again until
 * its end was seen, or until the time is over.
 */

import { CancelTimeoutError } from '../base/errors.ts'
import type { Link } from './link.ts'
import type { RemoteJob } from './remote-job.ts'

/** How long to wait before the next try, in ms. */
const AGAIN = 1000

/** Begins to cancel. The job ends by itself, through its outcome, or fails with CancelTimeoutError. */
export function cancelEverywhere(job: RemoteJob, link: Link, cancelTimeout: number): void {
  let trying = false
  const tryAgain = async (): Promise<void> => {
    if (trying || job.state !== 'sent') return
    trying = true
    try {
      if (job.what.fingerprint !== undefined && !(await link.leave(job.id))) {
        job.fail(undefined)
        return
      }
      if (await link.remove(job.id)) job.fail(undefined)
      else await link.publishCancel(job.id)
    } catch {
      // The connection tells of its errors itself; the next try may get through.
    } finally {
      trying = false
    }
  }
  const timer = setInterval(() => void tryAgain(), AGAIN)
  const deadline = setTimeout(() => {
    const { name } = job.what
    job.giveUp(
      new CancelTimeoutError(
        `Nobody confirmed within ${cancelTimeout} ms that the job ${name} (${job.id}) was cancelled: it may run on`,
      ),
    )
    stop()
  }, cancelTimeout)
  const stop = (): void => {
    clearInterval(timer)
    clearTimeout(deadline)
  }
  job.whenEnded = stop
  job.whenSent = () => void tryAgain()
  void tryAgain()
}

/** Removes a job from Redis if it has not begun there. */
export function removeUnlessBegun(job: RemoteJob, link: Link, warn: (error: unknown) => void): void {
  const remove = async (): Promise<void> => {
    try {
      if (!(await link.remove(job.id))) return
      job.cancelled = true
      job.fail(undefined)
    } catch (error) {
      warn(error)
    }
  }
  if (job.state === 'sent') void remove()
  else job.whenSent = () => void remove()
}
