/**
 * The job that a worker runs. A worker runs one job at a time, so one slot is enough.
 *
 * The slot is a property of `globalThis`. The module of a job may load another copy of this file than the
 * entry of the worker, through a TypeScript loader or a bundle. Both must see the same job.
 */

export interface CurrentJob {
  readonly cells: Int32Array
  readonly slot: number
  ended: boolean
  /** Made on the first call of `jobSignal()`. */
  signal: AbortSignal | null
}

const key: unique symbol = Symbol.for('acoro.executors.job') as never

interface Holder {
  [key]?: CurrentJob | null
}

const holder = globalThis as Holder

/** Returns the job, or null in the thread of the loop. */
export function currentJob(): CurrentJob | null {
  return holder[key] ?? null
}

export function setCurrentJob(job: CurrentJob | null): void {
  holder[key] = job
}
