// Executors. `./worker` has the part that code in a worker needs.

export { toThread } from '@acoro/core'
export { type MapOptions, MapResults } from './pool/map-results.ts'
export type { PoolExecutor } from './pool/pool-executor.ts'
export type { PoolOptions, PoolStatistics } from './pool/pool-options.ts'
export { WorkerExitedError } from './pool/worker-exited-error.ts'
export { ProcessPoolExecutor } from './process/process-pool-executor.ts'
export type { ProcessPoolOptions } from './process/process-pool-options.ts'
export { ThreadPoolExecutor } from './thread/thread-pool-executor.ts'
export type { ThreadPoolOptions } from './thread/thread-pool-options.ts'

// Naming functions for workers

export {
  type WorkerFunction,
  type WorkerModule,
  type WorkerReference,
  workerFunction,
  workerModule,
} from './worker/worker-function.ts'

// Bytes, portals and signals

export { type TransferItem, transfer } from './message/transfer.ts'
export { createPortal } from './portal/create-portal.ts'
export type { Portal, PortalHandlers, PortalResult } from './portal/portal.ts'
export { jobSignal } from './worker/job-signal.ts'
