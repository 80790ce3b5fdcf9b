// Tasks in React components.

export type { LatestTaskOptions, TaskState } from './page/latest-task.ts'
export { type UsedTask, useTask } from './page/use-task.ts'
