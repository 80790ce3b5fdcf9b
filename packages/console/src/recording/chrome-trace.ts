/**
 * A recording in the JSON of Chrome's trace viewer, which Perfetto reads too. Times are µs. Each step is a
 * slice of the thread; each task is an async track of its own with its waits inside; a wake-up is an arrow
 * between two steps.
 *
 * Arrows bind to the slice of their thread that encloses their time, so one begins within the step that
 * wakes, and ends at the beginning of the step that was woken. Ids are hexadecimal: others are dropped
 * without a word.
 */

import { spanOf, walkLanes } from './lanes.ts'
import type { Recording } from './read-recording.ts'
import { nameless, namesOf } from './timeline.ts'

/** The most events; what comes after them is left out, and a warning in the trace says so. */
const MOST = 1_000_000

/** One event of the format, with the fields that its phase needs. */
export interface TraceEvent {
  readonly ph: 'M' | 'X' | 'b' | 'e' | 's' | 'f' | 'i' | 'C'
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts?: number
  readonly dur?: number
  readonly cat?: string
  readonly id?: string
  /** An arrow ends in the slice that encloses it. */
  readonly bp?: 'e'
  /** An instant is one of the whole process. */
  readonly s?: 'p'
  readonly args?: Readonly<Record<string, string | number>>
}

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms'
  readonly traceEvents: readonly TraceEvent[]
}

/** The thread of the loop. */
const TID = 1

export function chromeTrace(recording: Recording): ChromeTrace {
  const { header, events } = recording
  const { last } = spanOf(recording)
  const pid = header.pid
  const names = namesOf(recording)
  const nameOf = (task: number): string => (names.get(task) ?? nameless(task)).name
  const timed: TraceEvent[] = []
  const add = (event: Omit<TraceEvent, 'pid' | 'tid'>): void => {
    if (timed.length < MOST) timed.push({ ...event, pid, tid: TID })
  }
  const stepped = new Map<number, { first: number; last: number }>()
  // When each task was woken, and by whose step, until it steps.
  const arrows = arrowsOf(recording)
  walkLanes(recording, last, {
    step(task, from, to, outcome, isBegin) {
      const known = stepped.get(task)
      if (known === undefined) stepped.set(task, { first: from, last: to })
      else known.last = Math.max(known.last, to)
      const args = { task, outcome, work: (names.get(task) ?? nameless(task)).work }
      add({
        ph: 'X',
        cat: 'step',
        name: nameOf(task),
        ts: micros(from),
        dur: micros(to) - micros(from),
        args,
      })
      const arrow = isBegin ? arrows.get(`${task}@${from}`) : undefined
      if (arrow === undefined) return
      const id = hex(arrow.id)
      add({ ph: 's', cat: 'wake', name: 'wakes', id, ts: micros(arrow.at) })
      add({ ph: 'f', cat: 'wake', name: 'wakes', id, ts: micros(from), bp: 'e' })
    },
    wait(task, from, to, what, place) {
      const name = what === '' ? 'wait' : what
      add({ ph: 'b', cat: 'task', id: hex(task), name, ts: micros(from), args: { place } })
      add({ ph: 'e', cat: 'task', id: hex(task), name, ts: micros(to) })
      const known = stepped.get(task)
      if (known !== undefined) known.last = Math.max(known.last, to)
    },
  })
  for (const event of events) {
    if (event.kind === 'task' && event.isNew) {
      const known = stepped.get(event.task)
      if (known !== undefined) known.first = Math.min(known.first, event.at)
    } else if (event.kind === 'sample') {
      for (const key of ['lag', 'heap', 'utilization', 'tasks'] as const) {
        const value = event[key]
        if (value !== null) add({ ph: 'C', name: key, ts: micros(event.at), args: { [key]: value } })
      }
    } else if (event.kind === 'note' || event.kind === 'lost' || event.kind === 'blocked') {
      const text = event.kind === 'note' ? event.text : event.kind === 'lost' ? 'events were lost' : 'blocked'
      const args = 'to' in event ? { ms: event.to - event.at } : {}
      add({ ph: 'i', s: 'p', name: text, ts: micros(event.at), args })
    }
  }
  const isCut = timed.length >= MOST
  const tracks: TraceEvent[] = [...stepped].flatMap(([task, { first, last: end }]) => {
    const { name, work } = names.get(task) ?? nameless(task)
    const of = { cat: 'task', id: hex(task), name, pid, tid: TID }
    return [
      { ph: 'b' as const, ...of, ts: micros(first), args: { task, work } },
      { ph: 'e' as const, ...of, ts: micros(end) },
    ]
  })
  const cut: TraceEvent[] = isCut
    ? [{ ph: 'i', s: 'p', name: `Only the first ${MOST} events are here`, ts: micros(last), pid, tid: TID }]
    : []
  return {
    displayTimeUnit: 'ms',
    traceEvents: [
      { ph: 'M', name: 'process_name', pid, tid: TID, args: { name: `${header.title} (${header.runtime})` } },
      { ph: 'M', name: 'thread_name', pid, tid: TID, args: { name: 'loop 1' } },
      ...inOrder([
        ...tracks.filter(({ ph }) => ph === 'b'),
        ...timed,
        ...tracks.filter(({ ph }) => ph === 'e'),
        ...cut,
      ]),
    ],
  }
}

/**
 * By time; at equal times ends come before begins, but for the order in which they were told: outer ones
 * first.
 */
function inOrder(events: readonly TraceEvent[]): TraceEvent[] {
  return [...events].sort((a, b) => (a.ts as number) - (b.ts as number))
}

interface Arrow {
  readonly id: number
  readonly at: number
}

/** The arrow to each step that a task woke, by task and beginning: from within the step that woke it. */
function arrowsOf({ events }: Recording): Map<string, Arrow> {
  const arrows = new Map<string, Arrow>()
  const woken = new Map<number, number>()
  let count = 0
  // A wake-up was noted in the step that is told next, at its beginning at the earliest.
  for (const event of events) {
    if (event.kind === 'wake' && typeof event.by === 'number') woken.set(event.task, event.at)
    else if (event.kind === 'step') {
      const at = woken.get(event.task)
      if (at === undefined || at > event.at) continue
      woken.delete(event.task)
      arrows.set(`${event.task}@${event.at}`, { id: ++count, at })
    }
  }
  return arrows
}

/** A number of its own for each task: those of named ones are negative. */
function hex(number: number): string {
  return `0x${(number < 0 ? -2 * number - 1 : 2 * number).toString(16)}`
}

function micros(ms: number): number {
  return Math.round(ms * 10_000) / 10
}
