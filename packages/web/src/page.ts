// What pages wait for, and the one task that a component shows.

export { LatestTask, type LatestTaskOptions, type TaskState } from './page/latest-task.ts'
export { frame, type IdleTime, idle, visible } from './page/waits.ts'
