/** Thousands of tasks in a few rows: those that wait for the same are one. */

import type { MergedWait } from '../protocol/rows.ts'
import type { Known, TaskTable } from './task-table.ts'

/** How many tasks of a row are named. */
const EXAMPLES = 5

/** The rows, the one with the most tasks first. Places are filled in later. */
export function mergedWaits(table: TaskTable): MergedWait[] {
  const groups = new Map<string, Known[]>()
  for (const task of table.all) {
    if (task.waitKey === null) continue
    const group = groups.get(task.waitKey)
    if (group === undefined) groups.set(task.waitKey, [task])
    else group.push(task)
  }
  return [...groups].map(([key, tasks]) => rowOf(key, tasks)).sort((a, b) => b.count - a.count)
}

function rowOf(key: string, tasks: readonly Known[]): MergedWait {
  const [first] = tasks as [Known]
  let oldest: number | null = null
  for (const { waitAge } of tasks) if (waitAge !== null && (oldest === null || waitAge > oldest)) oldest = waitAge
  return {
    key,
    waitsFor: tasks.length === 1 ? (first.waitsFor as string) : key,
    place: null,
    count: tasks.length,
    oldest,
    // In the order of creation: the first is likely to have waited longest.
    examples: tasks.slice(0, EXAMPLES).map(({ id, name }) => ({ id, name })),
  }
}
