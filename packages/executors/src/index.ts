// What the package offers; `./worker` has the part that code in a worker needs.

export { toThread } from '@acoro/core'
export { jobSignal } from './job-signal.ts'
export { type MapOptions, MapResults } from './map-results.ts'
export { createPortal, type Portal, type PortalHandlers, type PortalResult } from './portal.ts'
export { ThreadPoolExecutor } from './thread-pool-executor.ts'
export type { ThreadPoolOptions, ThreadPoolStatistics } from './thread-pool-options.ts'
export { type TransferItem, transfer } from './transfer.ts'
export { WorkerExitedError } from './worker-exited-error.ts'
export {
  type WorkerFunction,
  type WorkerModule,
  type WorkerReference,
  workerFunction,
  workerModule,
} from './worker-function.ts'
