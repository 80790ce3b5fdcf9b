// What a run was, as lanes and columns: a lane for each task, a column for each step, in the order in which
// they ran. Several steps at one instant stand side by side. So simultaneous things never cover one another,
// and their order can be read.

import type { TaskEvent } from '../base/messages.ts'

export interface Piece {
  readonly kind: 'runs' | 'waits'
  /** The first column, and the one after the last. */
  readonly from: number
  to: number
  /** What it waits for. */
  readonly text: string
}

export interface Lane {
  readonly task: number
  readonly name: string
  readonly from: number
  to: number
  end: 'returned' | 'failed' | 'cancelled' | 'open'
  readonly pieces: Piece[]
  /** The columns in which a cancel arrived. */
  readonly cancels: number[]
}

/** The step of one task made another one ready. */
export interface Wake {
  readonly from: number
  readonly to: number
  readonly column: number
}

export interface Timeline {
  readonly lanes: readonly Lane[]
  /** The instant of each column (ms). */
  readonly columns: readonly number[]
  readonly wakes: readonly Wake[]
  /** There was more than is shown. */
  readonly cut: boolean
}

export interface Most {
  readonly columns: number
  readonly lanes: number
}

export function timelineOf(events: readonly TaskEvent[], most: Most = { columns: 150, lanes: 40 }): Timeline {
  const lanes: Lane[] = []
  const places = new Map<number, number>()
  const columns: number[] = []
  const wakes: Wake[] = []
  let cut = false
  const laneOf = (task: number): Lane | undefined => lanes[places.get(task) ?? -1]

  for (const { kind, at, task, text, other, cancel } of events) {
    const column = Math.max(0, columns.length - 1)
    if (kind === 'created') {
      if (lanes.length === most.lanes) cut = true
      else {
        places.set(task, lanes.length)
        lanes.push({ task, name: text, from: column, to: column + 1, end: 'open', pieces: [], cancels: [] })
      }
      continue
    }
    const lane = laneOf(task)
    if (lane === undefined) continue
    if (kind === 'stepped') {
      if (columns.length === most.columns) {
        cut = true
        break
      }
      columns.push(at)
      const now = columns.length - 1
      const last = lane.pieces.at(-1)
      if (last?.kind === 'waits') last.to = now
      lane.pieces.push({ kind: 'runs', from: now, to: now + 1, text: '' })
      if (cancel) lane.cancels.push(now)
    }
    if (kind === 'suspended') lane.pieces.push({ kind: 'waits', from: column + 1, to: column + 1, text })
    if (kind === 'woken' && other !== 0 && other !== task) {
      const from = places.get(other)
      const to = places.get(task)
      if (from !== undefined && to !== undefined) wakes.push({ from, to, column })
    }
    if (kind === 'finished') {
      lane.to = column + 1
      lane.end = text === 'failed' || text === 'cancelled' ? text : 'returned'
      // It was cancelled before its first step.
      if (lane.end === 'cancelled' && lane.cancels.length === 0) lane.cancels.push(column)
    }
  }
  for (const lane of lanes) {
    if (lane.end !== 'open') continue
    lane.to = Math.max(lane.from + 1, columns.length)
    const last = lane.pieces.at(-1)
    if (last?.kind === 'waits') last.to = lane.to
  }
  return { lanes, columns, wakes, cut }
}

export function shownTime(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(1))} ms`
  if (ms < 600_000) return `${Number((ms / 1000).toFixed(2))} s`
  if (ms < 36_000_000) return `${Number((ms / 60_000).toFixed(1))} min`
  return `${Number((ms / 3_600_000).toFixed(1))} h`
}
