/** Everything that one survey found. */

import type { PrimitiveHolders, Summary } from '../../link/messages.ts'
import type { MergedWait, PrimitiveRow, TaskRef } from '../../protocol/rows.ts'
import type { Counts } from '../../protocol/state.ts'
import { circlesOf } from './circles.ts'
import { shownPrimitives } from './shown-rows.ts'
import { TaskTable } from './task-table.ts'

export interface Picture {
  readonly at: number | null
  readonly table: TaskTable
  readonly summary: Summary
  readonly waits: readonly MergedWait[]
  readonly primitives: readonly PrimitiveRow[]
  readonly holders: readonly PrimitiveHolders[]
  readonly circles: readonly (readonly TaskRef[])[]
  readonly counts: Counts
}

export function pictureOf(
  at: number | null,
  table: TaskTable,
  summary: Summary,
  waits: readonly MergedWait[],
): Picture {
  const states = { running: 0, ready: 0, waiting: 0, cancelling: 0 }
  for (const { state } of table.all) states[state]++
  const externals = summary.externals.reduce((sum, { count }) => sum + count, 0)
  return {
    at,
    table,
    summary,
    waits,
    primitives: shownPrimitives(summary.primitives, table),
    holders: summary.primitives,
    circles: circlesOf(table),
    counts: { ...states, tasks: table.all.length, primitives: summary.primitiveCount, externals },
  }
}

/** Before the first survey. */
export function noPicture(): Picture {
  const empty = { loops: [], primitives: [], primitiveCount: 0, externals: [] }
  const summary = { ...empty, at: 0, took: 0, utilization: null, heap: null }
  return pictureOf(null, new TaskTable(), summary, [])
}
