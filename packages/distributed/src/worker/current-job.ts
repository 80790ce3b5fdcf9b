/** What the function of a job can know about the job. */

import { ContextVar, RuntimeError } from '@acoro/core'
import type { TraceContext } from '../message/trace.ts'

/** The job that runs: see `currentJob`. */
export interface CurrentJob {
  readonly id: string
  readonly name: string
  /** Which call of the function this is, from 1. A run that a dead worker began counts, too. */
  readonly attempt: number
  /** The trace that the caller named. */
  readonly trace: TraceContext | undefined
  /** Aborted when the job is cancelled, for async functions. Whoever has asked for it is waited for. */
  readonly signal: AbortSignal
  /**
   * Tells the caller of progress, if it asked for that by `onProgress`. Never waits; of reports that come
   * faster than they can be sent, the latest counts. TypeError for a value that cannot be sent.
   */
  report(progress: unknown): void
}

export const running: ContextVar<CurrentJob | undefined> = new ContextVar<CurrentJob | undefined>(
  'acoro.distributed.job',
  { default: undefined },
)

/** The job that the running code belongs to. RuntimeError outside of one. */
export function currentJob(): CurrentJob {
  const job = running.get()
  if (job !== undefined) return job
  throw new RuntimeError('currentJob() needs a job: call it in a function that a Worker runs')
}
