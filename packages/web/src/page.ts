// What pages wait for, the one task that a component shows, and their workers.

// Waits and tasks of components

export { LatestTask, type LatestTaskOptions, type TaskState } from './page/latest-task.ts'
export { frame, type IdleTime, idle, visible } from './page/waits.ts'

// Web Workers

export { answerJobs, type WorkerFunctions, type WorkerScope, workerSignal } from './worker/answer-jobs.ts'
export {
  WebWorkerExecutor,
  type WebWorkerOptions,
  type WebWorkerStatistics,
  type WorkerLike,
} from './worker/web-worker-executor.ts'
export { WorkerExitedError } from './worker/worker-exited-error.ts'
export { type AnyFunction, type WorkerReferences, workerFunctions } from './worker/worker-functions.ts'
