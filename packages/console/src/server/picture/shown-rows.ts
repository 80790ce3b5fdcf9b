/** Rows of a survey made safe to show, with names in place of numbers. */

import { escapedText } from '../../base/shown-text.ts'
import type { PrimitiveHolders } from '../../link/messages.ts'
import type { ExternalRow, Place, PrimitiveRow, TaskRef } from '../../protocol/rows.ts'
import { mappedPlace } from '../program/source-maps.ts'
import { refOf, type TaskTable } from './task-table.ts'

export function shownExternals(rows: readonly ExternalRow[]): ExternalRow[] {
  return rows.map((row) => ({ ...row, what: escapedText(row.what) }))
}

export function shownPrimitives(rows: readonly PrimitiveHolders[], table: TaskTable): PrimitiveRow[] {
  return rows.map(({ holders, ...row }) => ({
    ...row,
    kind: escapedText(row.kind),
    name: escapedText(row.name),
    holders: holders.map((id) => holderRef(id, { holders, statistics: row.statistics }, table)),
    takenAt: row.takenAt === null ? null : escapedText(row.takenAt),
    statistics: row.statistics.map(([name, value]) => [escapedText(name), escapedText(value)] as const),
  }))
}

/** A place that the program told, mapped to its source and safe to show. */
export function shownPlace(place: Place): Place {
  const { name, file } = place
  return mappedPlace({ ...place, name: escapedText(name), file: file === null ? null : escapedText(file) })
}

/** A holder that has ended is in no survey. Some primitives tell its name in their `statistics()`. */
export function holderRef(
  id: number,
  {
    holders,
    statistics,
  }: { readonly holders?: readonly number[]; readonly statistics: PrimitiveHolders['statistics'] },
  table: TaskTable,
): TaskRef {
  const told = statistics.find(([name]) => name === 'holder')?.[1]
  if (table.get(id) !== undefined || told === undefined || (holders?.length ?? 1) > 1) return refOf(table, id)
  return { id, name: escapedText(told) }
}
