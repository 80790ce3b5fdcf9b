/** From a picture to the facts of the verdict. */

import type { PrimitiveHolders } from '../../link/messages.ts'
import type { Facts, OldestWait, Pressure, QueueFacts } from '../../verdict/facts.ts'
import type { Picture } from './picture.ts'
import { holderRef } from './shown-rows.ts'
import type { TaskTable } from './task-table.ts'

/** The most primitives that are looked at. */
const MOST_PRESSURES = 50

export function factsOf(
  { at, table, summary, primitives, holders, circles, counts }: Picture,
  live: Pick<Facts, 'blocked' | 'stoppedBy' | 'stepsPerSecond'>,
): Facts {
  return {
    ...live,
    isKnown: at !== null,
    loops: summary.loops.length,
    counts,
    circles,
    oldest: oldestOf(table),
    pressures: holders.slice(0, MOST_PRESSURES).map((each, index) => {
      const { kind, name } = primitives[index] as (typeof primitives)[number]
      return pressureOf(each, name === '' ? kind : `${kind} ${name}`, table)
    }),
    externals: summary.externals,
  }
}

function oldestOf(table: TaskTable): OldestWait | null {
  let oldest: OldestWait | null = null
  for (const { id, name, waitsFor, waitAge } of table.all) {
    if (waitsFor === null || waitAge === null || (oldest !== null && waitAge <= oldest.age)) continue
    oldest = { task: { id, name }, waitsFor, age: waitAge }
  }
  return oldest
}

function pressureOf(
  { waiting, oldest, holders, statistics }: PrimitiveHolders,
  name: string,
  table: TaskTable,
): Pressure {
  return {
    name,
    waiting,
    oldest,
    holders: holders.map((id) => {
      const known = table.get(id)
      return {
        task: holderRef(id, { holders, statistics }, table),
        isAlive: known !== undefined,
        waitsFor: known?.waitsFor ?? null,
        waitAge: known?.waitAge ?? null,
      }
    }),
    queue: queueOf(new Map(statistics)),
  }
}

/** What the `statistics()` of a queue or channel tell; null if they are of something else. */
function queueOf(statistics: ReadonlyMap<string, string>): QueueFacts | null {
  const numberOf = (...names: string[]): number | null => {
    const found = names.map((name) => statistics.get(name)).find((value) => value !== undefined)
    return found === undefined ? null : Number(found)
  }
  const size = numberOf('size')
  const putting = numberOf('putters', 'waitingSenders')
  const taking = numberOf('getters', 'waitingReceivers')
  if (size === null || putting === null || taking === null) return null
  const most = numberOf('maxsize', 'capacity') ?? Infinity
  return { size, putting, taking, most: Number.isFinite(most) ? most : 0 }
}
