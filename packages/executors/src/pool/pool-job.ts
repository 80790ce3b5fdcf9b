/**
 * A job of a pool, from the queue to its end.
 *
 *   queued --begin--> running --reply--> ended
 *      \--cancel--> ended   \--cancel--> asked to stop --reply, or the grace period is over--> ended
 *
 * The arguments are checked when the job is submitted, and cloned when it begins. If they cannot be cloned,
 * the job fails.
 */

import { CancelledError, type Job } from '@acoro/core'
import { isDetached } from '../message/cloneable.ts'
import { kindOf } from '../message/text.ts'
import type { WorkerReference } from '../worker/worker-function.ts'
import { canWait } from './pool-options.ts'

export abstract class PoolJob implements Job<never> {
  readonly reference: WorkerReference
  cancelled = false
  readonly #stop: (job: PoolJob) => void
  #grace: NodeJS.Timeout | undefined
  #ended = false
  #succeeded: ((value: never) => void) | undefined
  #failed: ((error: unknown) => void) | undefined

  /** `remedy` says what can be sent. */
  constructor(
    stop: (job: PoolJob) => void,
    reference: WorkerReference,
    args: readonly unknown[],
    remedy: string,
  ) {
    this.#stop = stop
    this.reference = reference
    for (let index = 0; index < args.length; index++) checkArgument(this.name, args[index], index, remedy)
  }

  get name(): string {
    return this.reference.exportName
  }

  get ended(): boolean {
    return this.#ended
  }

  cancel(): boolean {
    if (this.#ended) return false
    if (!this.cancelled) {
      this.cancelled = true
      this.#stop(this)
    }
    return true
  }

  onDone(succeeded: (value: never) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  /** Calls `end` after `gracePeriod` ms, unless the job has ended by then. */
  endAfter(gracePeriod: number, end: () => void): void {
    if (canWait(gracePeriod)) this.#grace = setTimeout(end, gracePeriod)
  }

  succeed(value: unknown): void {
    if (this.cancelled) this.fail(new CancelledError('the job was cancelled'))
    else if (this.#end()) this.#succeeded?.(value as never)
  }

  fail(error: unknown): void {
    if (this.#end()) this.#failed?.(this.cancelled ? new CancelledError('the job was cancelled') : error)
  }

  /** The job has ended: lets go of what it held. */
  protected release(): void {}

  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    clearTimeout(this.#grace)
    this.release()
    return true
  }
}

/** Throws at the call for the most common mistakes. Deeper ones are found when the job begins. */
function checkArgument(name: string, arg: unknown, index: number, remedy: string): void {
  if (isDetached(arg)) {
    throw new TypeError(
      `Expected bytes for ${name} as args[${index}], got ${kindOf(arg)} whose bytes were moved away`,
    )
  }
  if (typeof arg !== 'function' && typeof arg !== 'symbol') return
  throw new TypeError(
    `Expected arguments of ${name} that can be cloned, got ${kindOf(arg)} as args[${index}]: ${remedy}`,
  )
}
