/**
 * Tasks that wait for one another, and whom nobody else can free. Edges lead from a task to those it waits
 * for, through locks to their holders.
 *
 * A task that waits for several goes on if one of them can. So first everything is taken away that can go on,
 * from the tasks that wait for nothing backwards. In what is left each way leads into a circle. Without
 * recursion: chains may be long.
 */

import type { TaskRef } from '../../protocol/rows.ts'
import { refOf, type TaskTable } from './task-table.ts'

/** The most circles that are shown. */
const MOST = 5

export function circlesOf(table: TaskTable): TaskRef[][] {
  const stuck = stuckTasks(table)
  const circles: TaskRef[][] = []
  const seen = new Set<number>()
  for (const start of stuck) {
    const path: number[] = []
    let id = start
    while (!seen.has(id)) {
      seen.add(id)
      path.push(id)
      id = table.get(id)?.awaits.find((next) => stuck.has(next)) as number
    }
    const begin = path.indexOf(id)
    if (begin < 0) continue
    circles.push(path.slice(begin).map((each) => refOf(table, each)))
    if (circles.length === MOST) break
  }
  return circles
}

/** The tasks that only tasks of this set could free. */
function stuckTasks(table: TaskTable): Set<number> {
  const awaiting = new Map<number, number[]>()
  const free: number[] = []
  for (const { id, awaits } of table.all) {
    // A task that is not there has just ended, and its end is on its way.
    if (awaits.length === 0 || awaits.some((next) => table.get(next) === undefined)) free.push(id)
    for (const next of awaits) {
      const known = awaiting.get(next)
      if (known === undefined) awaiting.set(next, [id])
      else known.push(id)
    }
  }
  const goOn = new Set(free)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    for (const next of awaiting.get(id) ?? []) {
      if (goOn.has(next)) continue
      goOn.add(next)
      free.push(next)
    }
  }
  return new Set(table.all.map(({ id }) => id).filter((id) => !goOn.has(id)))
}
