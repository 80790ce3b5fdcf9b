import type { Task } from '@acoro/core'

/** The name of the function that a task runs; empty if it cannot be read. */
export function functionName(task: Task<unknown>): string {
  try {
    return String(task.coro.functionName)
  } catch {
    return ''
  }
}
