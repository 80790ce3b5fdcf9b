// For code that runs in a worker. It loads neither Piscina nor core, so that a worker starts fast.
// `@acoro/executors` exports the same names.

export { type TransferItem, transfer } from './message/transfer.ts'
export type { Portal, PortalHandlers } from './portal/portal.ts'
export { jobSignal } from './worker/job-signal.ts'
