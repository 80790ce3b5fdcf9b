// Executors

export { toThread } from '@acoro/core'
export { jobSignal } from './job-signal.ts'
export { type MapOptions, MapResults } from './map-results.ts'
// The way back
export { createPortal, type Portal, type PortalHandlers, type PortalResult } from './portal.ts'
export {
  ThreadPoolExecutor,
  type ThreadPoolOptions,
  type ThreadPoolStatistics,
} from './thread-pool-executor.ts'
export { type TransferItem, transfer } from './transfer.ts'
// Errors
export { WorkerExitedError } from './worker-exited-error.ts'
// What runs in them
export { type WorkerFunction, type WorkerModule, workerFunction, workerModule } from './worker-function.ts'
