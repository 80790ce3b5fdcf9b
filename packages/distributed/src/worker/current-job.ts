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
