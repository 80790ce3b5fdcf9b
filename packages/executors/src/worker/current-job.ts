/**
 * The job a worker runs. A worker runs one at a time, so one slot is enough.
 *
 * The slot hangs on `globalThis`: the module that a job names may come by another copy of this one than the worker's
 * entry did (a TypeScript loader, a bundle), and both have to see the same job.
 */

export interface CurrentJob {
  readonly cells: Int32Array
  readonly slot: number
  ended: boolean
  /** Made when somebody asks for it. */
  signal: AbortSignal | null
}

const key: unique symbol = Symbol.for('acoro.executors.job') as never

interface Holder {
  [key]?: CurrentJob | null
}

const holder = globalThis as Holder

/** Null where no worker runs a job: in the loop's own thread. */
export function currentJob(): CurrentJob | null {
  return holder[key] ?? null
}

export function setCurrentJob(job: CurrentJob | null): void {
  holder[key] = job
}
