/**
 * A job, from the line to its end.
 *
 *   queued --begin--> running --reply--> ended
 *      \--cancel--> ended   \--cancel--> asked to stop --reply, or the grace is over--> ended
 */

import { CancelledError, type Job } from '@acoro/core'

export class WorkerJob implements Job<never> {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
  readonly #stop: (job: WorkerJob) => void
  #state: 'open' | 'cancelled' | 'ended' = 'open'
  #succeeded: ((value: never) => void) | undefined
  #failed: ((error: unknown) => void) | undefined
  #grace: ReturnType<typeof setTimeout> | undefined

  constructor(id: number, name: string, args: readonly unknown[], stop: (job: WorkerJob) => void) {
    this.id = id
    this.name = name
    this.args = args
    this.#stop = stop
  }

  cancel(): boolean {
    if (this.#state !== 'open') return this.#state === 'cancelled'
    this.#state = 'cancelled'
    this.#stop(this)
    return true
  }

  onDone(succeeded: (value: never) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  /** Calls `end` after the grace, unless it has ended by then. */
  endAfter(grace: number, end: () => void): void {
    if (grace < Infinity) this.#grace = setTimeout(end, grace)
  }

  succeed(value: unknown): void {
    if (this.#state === 'cancelled') this.fail(undefined)
    else if (this.#end()) this.#succeeded?.(value as never)
  }

  /** Of a cancelled job every error is the cancellation. */
  fail(error: unknown): void {
    const told = this.#state === 'cancelled' ? new CancelledError('the job was cancelled') : error
    if (this.#end()) this.#failed?.(told)
  }

  #end(): boolean {
    if (this.#state === 'ended') return false
    this.#state = 'ended'
    clearTimeout(this.#grace)
    return true
  }
}
