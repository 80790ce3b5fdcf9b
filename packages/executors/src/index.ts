// Executors. `./worker` has the part that code in a worker needs.

export { toThread } from '@acoro/core'
export { type MapOptions, MapResults } from './pool/map-results.ts'
export { ThreadPoolExecutor } from './pool/thread-pool-executor.ts'
export type { ThreadPoolOptions, ThreadPoolStatistics } from './pool/thread-pool-options.ts'
export { WorkerExitedError } from './pool/worker-exited-error.ts'

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
