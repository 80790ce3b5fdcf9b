/**
 * A look at everything in the program's thread, as pieces of some microseconds: tasks, primitives, externals,
 * loops. Tasks are sent as they are found.
 */

import type { EventLoop } from '@acoro/core'
import {
  externalFacts,
  livingPrimitives,
  loopStats,
  type PrimitiveFacts,
  type Sliced,
  tasksOf,
} from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import type { PrimitiveHolders, Summary, TaskColumns } from '../link/messages.ts'
import type { ExternalRow } from '../protocol/rows.ts'
import type { LoopRow } from '../protocol/state.ts'
import type { Loops } from './loops.ts'
import { ageOf, TaskRows } from './task-rows.ts'

/** The most tasks in one message. */
const MOST_IN_MESSAGE = 500
/** The most primitives and externals that are told. */
const MOST_LISTED = 500

export function* survey(
  loops: Loops,
  send: (columns: TaskColumns) => void,
): Sliced<Omit<Summary, 'took' | 'at' | 'utilization' | 'heap'>> {
  const rows = new TaskRows(MOST_IN_MESSAGE)
  const loopRows: LoopRow[] = []
  const externals = new Map<string, ExternalRow>()
  for (const [id, loop] of [...loops.open()]) {
    loopRows.push(rowOf(id, loop))
    const now = loop.time()
    for (const task of yield* tasksOf(loop)) {
      if (!task.done()) rows.add(id, now, task)
      if (rows.size >= MOST_IN_MESSAGE) send(rows.take())
      yield
    }
    for (const external of yield* externalFacts(loop)) {
      addExternal(externals, external.what, external.transient, ageOf(external.since, now))
      yield
    }
  }
  if (rows.size > 0) send(rows.take())
  const primitives = yield* livingPrimitives()
  return {
    loops: loopRows,
    primitives: primitives.slice(0, MOST_LISTED).map(primitiveOf),
    primitiveCount: primitives.length,
    externals: [...externals.values()].sort((a, b) => b.count - a.count).slice(0, MOST_LISTED),
  }
}

function rowOf(id: number, loop: EventLoop): LoopRow {
  const { tasks, ran, lag } = loopStats(loop)
  return {
    id,
    name: `loop ${id}`,
    tasks: tasks.pending,
    steps: ran,
    lag: lag === 'unknown' ? null : lag.last,
    virtual: loop.constructor.name !== 'EventLoop',
  }
}

function addExternal(found: Map<string, ExternalRow>, what: string, transient: boolean, age: number): void {
  const name = cutText(what)
  const known = found.get(name)
  const knownAge = age < 0 ? null : age
  if (known === undefined) found.set(name, { what: name, transient, count: 1, age: knownAge })
  else {
    const oldest = Math.max(known.age ?? -1, age)
    found.set(name, { ...known, count: known.count + 1, age: oldest < 0 ? null : oldest })
  }
}

function primitiveOf(facts: PrimitiveFacts): PrimitiveHolders {
  const { number, kind, name, waiting, waitedFor, holders, statistics, takenAt } = facts
  return {
    id: number,
    kind: cutText(kind),
    name: cutText(name),
    waiting,
    oldest: waitedFor === 'unknown' ? null : waitedFor,
    holders: holders === 'unknown' ? [] : holders,
    takenAt: takenAt === 'unknown' ? null : cutText(takenAt),
    statistics: Object.entries(statistics ?? {}).map(([key, value]) => [
      cutText(key),
      cutText(String(value)),
    ]),
  }
}
