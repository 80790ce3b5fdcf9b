// AsyncLocalStorage. Importing this module makes the tasks of every loop keep their stores.

export { asyncContextLoop, keepAsyncContext } from './node/async-context.ts'
export { currentTask } from './node/current-task.ts'

// Node's streams

export { fromReadable, toReadable } from './node/readable.ts'
