/**
 * A window of a recording as lanes of tasks, coarse enough to be drawn: steps that could not be seen apart
 * are one span.
 */

import type { Lane, Mark, Span, Timeline, Wake } from '../protocol/timeline.ts'
import { spanOf, walkLanes } from './lanes.ts'
import type { Recording } from './read-recording.ts'

/** What is narrower than this share of the window is not shown alone. */
const NARROWEST = 1 / 1000
/** The most spans of a lane, and marks of a kind. */
const MOST_SPANS = 2000
const MOST_MARKS = 200
const MOST_WAKES = 20

export interface TimelineWindow {
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly search: string
  /** Only these tasks. */
  readonly only?: ReadonlySet<number> | undefined
  readonly lanes: number
}

interface Found {
  readonly task: number
  steps: number
  busy: number
  waited: number
}

export function timelineOf(recording: Recording, number: number, window: TimelineWindow): Timeline {
  const { first, last } = spanOf(recording)
  const from = Math.max(first, window.from ?? first)
  const to = Math.max(from, Math.min(last, window.to ?? last))
  const names = namesOf(recording)
  const search = window.search.toLowerCase()
  const fits = (task: number): boolean => {
    if (window.only !== undefined) return window.only.has(task)
    if (search === '') return true
    const { name, work } = names.get(task) ?? nameless(task)
    return name.toLowerCase().includes(search) || work.toLowerCase().includes(search)
  }
  const found = new Map<number, Found>()
  const of = (task: number): Found => {
    const known = found.get(task)
    if (known !== undefined) return known
    const made = { task, steps: 0, busy: 0, waited: 0 }
    found.set(task, made)
    return made
  }
  const inWindow = (a: number, b: number): number => Math.min(b, to) - Math.max(a, from)
  walkLanes(recording, last, {
    step(task, a, b, _outcome, isBegin) {
      const ms = inWindow(a, b)
      if (ms < 0 || !fits(task)) return
      const lane = of(task)
      if (isBegin) lane.steps++
      lane.busy += ms
    },
    wait(task, a, b) {
      const ms = inWindow(a, b)
      if (ms >= 0 && fits(task)) of(task).waited += ms
    },
  })
  const chosen = [...found.values()]
    .sort((a, b) => b.busy - a.busy || b.waited - a.waited || a.task - b.task)
    .slice(0, window.lanes)
  const spans = spansOf(recording, new Set(chosen.map(({ task }) => task)), { from, to, last })
  const wakes = wakesOf(recording, names, { from, to })
  return {
    recording: number,
    title: recording.header.title,
    first,
    last,
    from,
    to,
    lanes: chosen.map((lane): Lane => {
      const { name, work } = names.get(lane.task) ?? nameless(lane.task)
      return { ...lane, name, work, spans: spans.get(lane.task) ?? [], wakes: wakes.get(lane.task) ?? [] }
    }),
    total: found.size,
    events: recording.events.length,
    ...marksOf(recording, names),
    problems: recording.problems,
  }
}

/** The name and the function of each task. */
export function namesOf({
  events,
}: Recording): Map<number, { readonly name: string; readonly work: string }> {
  const names = new Map<number, { name: string; work: string }>()
  for (const event of events) if (event.kind === 'task') names.set(event.task, event)
  return names
}

export function nameless(task: number): { readonly name: string; readonly work: string } {
  return { name: `task ${task}`, work: '' }
}

interface Mutable extends Span {
  from: number
  to: number
  count: number
  text: string
}

function spansOf(
  recording: Recording,
  tasks: ReadonlySet<number>,
  { from, to, last }: { readonly from: number; readonly to: number; readonly last: number },
): Map<number, Mutable[]> {
  const spans = new Map<number, Mutable[]>()
  const narrow = (to - from) * NARROWEST
  const add = (task: number, span: Mutable): void => {
    if (span.to < from || span.from > to) return
    const known = spans.get(task)
    if (known === undefined) {
      spans.set(task, [span])
      return
    }
    const before = known.at(-1) as Mutable
    if (span.kind === 'step' && before.kind === 'step' && span.from - before.to < narrow) {
      before.to = Math.max(before.to, span.to)
      before.count += span.count
      before.text = span.text
    } else if (known.length < MOST_SPANS) known.push(span)
  }
  walkLanes(recording, last, {
    step(task, a, b, outcome, isBegin) {
      if (tasks.has(task)) add(task, { from: a, to: b, kind: 'step', count: isBegin ? 1 : 0, text: outcome })
    },
    wait(task, a, b, what, place) {
      if (!tasks.has(task) || b - a < narrow) return
      const text = what === '' ? 'a wait that was not described' : what
      add(task, {
        from: a,
        to: b,
        kind: 'wait',
        count: 1,
        text: place === '' ? text : `${text}, at ${place}`,
      })
    },
  })
  return spans
}

function wakesOf(
  { events }: Recording,
  names: ReturnType<typeof namesOf>,
  { from, to }: { readonly from: number; readonly to: number },
): Map<number, Wake[]> {
  const wakes = new Map<number, Wake[]>()
  for (const event of events) {
    if (event.kind !== 'wake' || event.at < from || event.at > to) continue
    const by =
      typeof event.by === 'number'
        ? (names.get(event.by) ?? nameless(event.by)).name
        : { timer: 'a timer', callback: 'a callback', outside: 'code outside' }[event.by]
    const known = wakes.get(event.task) ?? []
    known.push({ at: event.at, by, task: typeof event.by === 'number' ? event.by : null })
    if (known.length > MOST_WAKES) known.shift()
    wakes.set(event.task, known)
  }
  return wakes
}

function marksOf(
  { events }: Recording,
  names: ReturnType<typeof namesOf>,
): { readonly blocked: Mark[]; readonly lost: Mark[]; readonly notes: Mark[] } {
  const marks = { blocked: [] as Mark[], lost: [] as Mark[], notes: [] as Mark[] }
  const add = (to: Mark[], mark: Mark): void => {
    if (to.length < MOST_MARKS) to.push(mark)
  }
  for (const event of events) {
    if (event.kind === 'blocked') {
      const by =
        event.task === 0 ? 'code outside of tasks' : (names.get(event.task) ?? nameless(event.task)).name
      const text = event.place === '' ? by : `${by}, at ${event.place}`
      add(marks.blocked, { from: event.at, to: event.to, text })
    }
    if (event.kind === 'lost')
      add(marks.lost, { from: event.at, to: event.to, text: 'lost: too much happened' })
    if (event.kind === 'note') add(marks.notes, { from: event.at, to: event.at, text: event.text })
  }
  return marks
}
