// Jobs on other machines, on BullMQ and Redis.

// Naming jobs

export { type DefineJobsOptions, defineJobs, job } from './jobs/define-jobs.ts'
export type {
  ItemOf,
  JobDefinition,
  JobFunction,
  JobOptions,
  JobResult,
  Jobs,
  JobTable,
  Streamed,
} from './jobs/job-types.ts'

// Submitting them

export type { DeadLetter } from './caller/dead-letters.ts'
export type { Caller, CallOptions, MapOptions, QueueExecutorOptions } from './caller/options.ts'
export { QueueExecutor, type QueueExecutorStatistics } from './caller/queue-executor.ts'

// Running them

export { type CurrentJob, currentJob } from './worker/current-job.ts'
export type { WorkerOptions } from './worker/options.ts'
export { Worker, type WorkerStatistics } from './worker/worker.ts'

// Locks and limits across machines

export { DistributedLock, type DistributedLockOptions } from './limits/distributed-lock.ts'
export {
  DistributedRateLimiter,
  type DistributedRateLimiterOptions,
} from './limits/distributed-rate-limiter.ts'
export { DistributedSemaphore, type DistributedSemaphoreOptions } from './limits/distributed-semaphore.ts'
export type { RedisCommands } from './limits/redis.ts'

// Times, messages, traces

export type { Connection } from './base/connection.ts'
export type { LockTimes, Profile } from './base/profile.ts'
export type { OnWarning } from './base/warnings.ts'
export type { CodecOptions } from './message/codec.ts'
export { aes, type Cipher, hmac, type Signer, type Store } from './message/hooks.ts'
export type { TraceContext } from './message/trace.ts'

// Errors

export {
  CancelTimeoutError,
  DistributedError,
  JobLostError,
  KeyConflictError,
  LockLostError,
  MessageError,
  UnknownJobError,
  WorkerLostError,
} from './base/errors.ts'
