// Compiled async functions as tasks

export { taskOf } from './engine/start.ts'
export { type StructuredOptions, structured } from './structure/structured.ts'
export { taskSignal } from './structure/task-signal.ts'

// A face in promises for what waits

export * from './face.ts'
