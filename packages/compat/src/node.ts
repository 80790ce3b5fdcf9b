// What of Node the bridges know: AsyncLocalStorage and its streams.

export { asyncContextLoop, currentTask, keepAsyncContext } from './node/async-context.ts'
export { fromReadable, toReadable } from './node/readable.ts'
