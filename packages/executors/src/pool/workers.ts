/** What a `PoolExecutor` needs of its workers, threads or processes. They run the jobs that they made. */

import type { WorkerReference } from '../worker/worker-function.ts'
import type { PoolJob } from './pool-job.ts'
import type { WorkerExitedError } from './worker-exited-error.ts'

export interface Workers {
  /** Could a job begin now? */
  readonly hasRoom: boolean
  /** How many jobs have a worker. */
  readonly running: number
  /** How many workers there are, with those that are starting. */
  readonly workers: number
  /** TypeError if an argument cannot be sent. `stop` drops the job, or asks its worker to stop. */
  makeJob(stop: (job: PoolJob) => void, reference: WorkerReference, args: readonly unknown[]): PoolJob
  /** Begins a job. There must be room. */
  run(job: PoolJob): void
  /** Asks the worker of a job to stop, and ends it after the grace period. */
  stopSoon(job: PoolJob): void
  /** Fails the running jobs, each with the error that `why` returns. */
  failRunning(why: (job: PoolJob) => WorkerExitedError): void
  /** Ends all workers, whatever they do. Resolved when they are gone. */
  end(): Promise<void>
}
