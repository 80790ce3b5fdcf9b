/**
 * A job of a QueueExecutor, from the call to its end.
 *
 *   queued --there is room--> sending --Redis has it--> sent --outcome--> ended
 *      \--cancel--> ended        \------ cancel ------> cancelling --its end was seen--> ended
 *
 * What a cancelled job returns is dropped: for the caller it was cancelled.
 */

import { CancelledError, type Job } from '@acoro/core'
import type { JobsOptions } from 'bullmq'
import type { CallData } from '../jobs/call.ts'
import type { RemoteItems } from './remote-items.ts'

/** What to send. */
export interface Sendable {
  readonly id: string
  readonly name: string
  readonly data: CallData
  readonly options: JobsOptions
  /** Puts the arguments into the store. */
  readonly stored: (() => PromiseLike<void>) | undefined
  /** For an idempotent call: a hash of the arguments. */
  readonly fingerprint: string | undefined
}

export class RemoteJob implements Job<never> {
  readonly what: Sendable
  state: 'queued' | 'sending' | 'sent' | 'ended' = 'queued'
  cancelled = false
  /** Its outcome has come, and is being read. */
  heard = false
  /** The items that it sends, if they are read one by one. */
  items: RemoteItems | undefined
  /** Called with each report of progress. */
  onProgress: ((progress: unknown) => void) | undefined
  /** The number of the last report. */
  progressed = -1
  /** Called when the job has ended. */
  whenEnded: (() => void) | undefined
  /** Called when Redis has the job. */
  whenSent: (() => void) | undefined
  readonly #stop: (job: RemoteJob) => void
  readonly #ended: (job: RemoteJob) => void
  #succeeded: ((value: never) => void) | undefined
  #failed: ((error: unknown) => void) | undefined

  constructor(what: Sendable, stop: (job: RemoteJob) => void, ended: (job: RemoteJob) => void) {
    this.what = what
    this.#stop = stop
    this.#ended = ended
  }

  get id(): string {
    return this.what.id
  }

  /**
   * Removes the job from the queue, or has it cancelled by its worker. It has ended only when that was seen.
   * False if it has ended.
   */
  cancel(): boolean {
    if (this.state === 'ended') return false
    if (!this.cancelled) {
      this.cancelled = true
      this.#stop(this)
    }
    return true
  }

  /** Redis has the job. */
  sent(): void {
    if (this.state !== 'sending') return
    this.state = 'sent'
    this.whenSent?.()
  }

  onDone(succeeded: (value: never) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  succeed(value: unknown): void {
    if (this.cancelled) this.fail(undefined)
    else if (this.#end()) this.#succeeded?.(value as never)
  }

  /** A cancelled job fails with CancelledError, whatever it threw. */
  fail(error: unknown): void {
    if (this.#end()) this.#failed?.(this.cancelled ? new CancelledError('the job was cancelled') : error)
  }

  /** Nobody confirmed the cancel. */
  giveUp(error: Error): void {
    if (this.#end()) this.#failed?.(error)
  }

  #end(): boolean {
    if (this.state === 'ended') return false
    this.state = 'ended'
    this.#ended(this)
    this.whenEnded?.()
    return true
  }
}
