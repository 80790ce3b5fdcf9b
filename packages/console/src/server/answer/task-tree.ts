/**
 * Tasks as trees: below the task that made them, or below the task that awaits them. Without recursion, since
 * chains may be long, and each task stands in the tree once, so circles and tasks awaited twice end it.
 */

import type { Known, TaskTable } from '../picture/task-table.ts'

export interface TreeRow {
  readonly task: Known
  readonly depth: number
  /** How many tasks stand directly below it. */
  readonly children: number
}

/** Each task below the one that made it. Those of an ended or unknown one are roots. */
export function parentTree(table: TaskTable): TreeRow[] {
  const below = new Map<number, Known[]>()
  const roots: Known[] = []
  for (const task of table.all) {
    const parent = task.parent === null ? undefined : table.get(task.parent)
    if (parent === undefined) roots.push(task)
    else add(below, parent.id, task)
  }
  return walk(table, roots, (task) => below.get(task.id) ?? [])
}

/** Below each task those it waits for. Roots are tasks that no task awaits. */
export function awaitsTree(table: TaskTable): TreeRow[] {
  const awaited = new Set(table.all.flatMap(({ awaits }) => awaits))
  const roots = table.all.filter(({ id }) => !awaited.has(id))
  return walk(table, roots, ({ awaits }) =>
    awaits.map((id) => table.get(id)).filter((task) => task !== undefined),
  )
}

function add(map: Map<number, Known[]>, key: number, task: Known): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [task])
  else known.push(task)
}

function walk(
  table: TaskTable,
  roots: readonly Known[],
  below: (task: Known) => readonly Known[],
): TreeRow[] {
  const rows: TreeRow[] = []
  const seen = new Set<number>()
  const from = (root: Known): void => {
    const open: [Known, number][] = [[root, 0]]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [task, depth] = next
      if (seen.has(task.id)) continue
      seen.add(task.id)
      const children = below(task)
      rows.push({ task, depth, children: children.length })
      for (const child of children.toReversed()) open.push([child, depth + 1])
    }
  }
  for (const root of roots) from(root)
  // What is left stands in circles.
  for (const task of table.all) if (!seen.has(task.id)) from(task)
  return rows
}
