/**
 * Splits groups of waits by the line at which their tasks stand.
 *
 * To ask a task for its line takes 25 µs of the program's time, so only some of each group are asked. If
 * these stand at several lines, the counts of the rows are shares of the group, and marked as such.
 */

import type { MergedWait, Place } from '../../protocol/rows.ts'
import type { WaitGroup } from './merged-waits.ts'
import type { Known } from './task-table.ts'

/** How many groups are asked, and how many tasks of each. */
const MOST_GROUPS = 25
const MOST_ASKED = 20
/** How many tasks of a row are named. */
const EXAMPLES = 5

/** The rows, the one with the most tasks first. */
export async function sampledPlaces(
  groups: readonly WaitGroup[],
  ask: (ids: readonly number[]) => Promise<readonly (Place | null)[]>,
): Promise<MergedWait[]> {
  const asked = groups.slice(0, MOST_GROUPS).map(({ tasks }) => sampleOf(tasks))
  const ids = asked.flat().map(({ id }) => id)
  const places = ids.length === 0 ? [] : await ask(ids)
  let at = 0
  const rows = groups.flatMap((group, index) => {
    const sample = asked[index] ?? []
    const own = places.slice(at, at + sample.length)
    at += sample.length
    return rowsOf(group, sample, own)
  })
  return rows.sort((a, b) => b.count - a.count)
}

/** Evenly from first to last. */
function sampleOf(tasks: readonly Known[]): Known[] {
  if (tasks.length <= MOST_ASKED) return [...tasks]
  return Array.from(
    { length: MOST_ASKED },
    (_, index) => tasks[Math.floor((index * tasks.length) / MOST_ASKED)] as Known,
  )
}

function rowsOf(
  { key, tasks }: WaitGroup,
  sample: readonly Known[],
  places: readonly (Place | null)[],
): MergedWait[] {
  const byPlace = new Map<string, { readonly place: Place | null; readonly found: Known[] }>()
  sample.forEach((task, index) => {
    const place = places[index] ?? null
    const name = place === null ? '' : `${place.file}:${place.line}:${place.column}`
    const known = byPlace.get(name)
    if (known === undefined) byPlace.set(name, { place, found: [task] })
    else known.found.push(task)
  })
  if (byPlace.size <= 1) {
    const place = [...byPlace.values()][0]?.place ?? null
    return [rowOf(key, key, place, tasks, tasks.length, false)]
  }
  const isSampled = sample.length < tasks.length
  return [...byPlace].map(([name, { place, found }]) => {
    const count = Math.max(1, Math.round((found.length / sample.length) * tasks.length))
    return rowOf(`${key} @${name}`, key, place, found, count, isSampled)
  })
}

function rowOf(
  key: string,
  waitsFor: string,
  place: Place | null,
  tasks: readonly Known[],
  count: number,
  sampled: boolean,
): MergedWait {
  let oldest: number | null = null
  for (const { waitAge } of tasks)
    if (waitAge !== null && (oldest === null || waitAge > oldest)) oldest = waitAge
  return {
    key,
    waitsFor: tasks.length === 1 ? (tasks[0]?.waitsFor as string) : waitsFor,
    place,
    count,
    sampled,
    oldest,
    // In the order of creation: the first is likely to have waited longest.
    examples: tasks.slice(0, EXAMPLES).map(({ id, name }) => ({ id, name })),
  }
}
