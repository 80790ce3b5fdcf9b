/** Thousands of tasks in a few rows: those that wait for the same are one. */

import type { Known, TaskTable } from './task-table.ts'

/** Tasks that wait for the same, in the order of creation. */
export interface WaitGroup {
  readonly key: string
  readonly tasks: readonly Known[]
}

/** The groups, the one with the most tasks first. */
export function mergedWaits(table: TaskTable): WaitGroup[] {
  const groups = new Map<string, Known[]>()
  for (const task of table.all) {
    if (task.waitKey === null) continue
    const group = groups.get(task.waitKey)
    if (group === undefined) groups.set(task.waitKey, [task])
    else group.push(task)
  }
  return [...groups].map(([key, tasks]) => ({ key, tasks })).sort((a, b) => b.tasks.length - a.tasks.length)
}
