// For code that runs in a worker. It loads neither Piscina nor core, so a worker that imports it starts fast.
// `@acoro/executors` exports the same names.

export { jobSignal } from './job-signal.ts'
export type { Portal, PortalHandlers } from './portal.ts'
export { type TransferItem, transfer } from './transfer.ts'
