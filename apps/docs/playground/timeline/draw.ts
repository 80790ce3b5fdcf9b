// The picture of a run. Shapes say the same as colours: a bar runs, a thin line waits, a cross is a cancel,
// an arrow a wake-up; a lane ends in a dot (it returned), a square (it failed) or a cross-bar (it was
// cancelled).

import { type Shape, shape } from './shape.ts'
import { type Lane, shownTime, type Timeline } from './timeline.ts'

const LABEL = 132
const COLUMN = 16
/** What is added where time goes on. */
const GAP = 40
const ROW = 28
const TOP = 30
const LETTERS = 17

export function draw(timeline: Timeline, label: string): Shape {
  const { lanes, columns, wakes } = timeline
  const x = edges(columns)
  const width = (x.at(-1) ?? LABEL) + 24
  const height = TOP + lanes.length * ROW + 8
  const row = (lane: number): number => TOP + lane * ROW + ROW / 2
  return shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': label,
      class: 'timeline',
    },
    ...instants(columns, x, height),
    ...lanes.flatMap((lane, at) => drawLane(lane, x, row(at))),
    ...wakes.map(({ from, to, column }) => {
      const at = (x[column] ?? LABEL) + COLUMN - 3
      const down = row(to) > row(from)
      const tip = row(to) + (down ? -7 : 7)
      const back = tip + (down ? -5 : 5)
      return shape('path', {
        class: 'wake',
        d: `M${at} ${row(from)}V${tip}M${at - 3} ${back}L${at} ${tip}L${at + 3} ${back}`,
      })
    }),
  )
}

/** Where each column begins, and where the last one ends. */
function edges(columns: readonly number[]): number[] {
  const found: number[] = []
  let x = LABEL
  for (const [at, instant] of columns.entries()) {
    if (at > 0 && instant !== columns[at - 1]) x += GAP
    found.push(x)
    x += COLUMN
  }
  return [...found, x]
}

function instants(columns: readonly number[], x: readonly number[], height: number): Shape[] {
  return columns.flatMap((instant, at) => {
    if (at > 0 && instant === columns[at - 1]) return []
    const left = x[at] ?? LABEL
    return [
      shape('path', { class: 'instant', d: `M${left} ${TOP - 6}V${height}` }),
      shape('text', { class: 'time', x: left, y: TOP - 12 }, shownTime(instant)),
    ]
  })
}

function drawLane(lane: Lane, x: readonly number[], y: number): Shape[] {
  const left = (column: number): number => x[Math.min(column, x.length - 1)] ?? LABEL
  // Where time goes on after a column, what ends there ends before the gap.
  const right = (column: number): number => left(column - 1) + COLUMN
  const name = lane.name.length > LETTERS ? `${lane.name.slice(0, LETTERS - 1)}…` : lane.name
  const end = right(lane.to)
  return [
    shape('text', { class: 'name', x: 4, y: y + 4 }, shape('title', {}, lane.name), name),
    shape('path', { class: 'life', d: `M${left(lane.from)} ${y}H${end}` }),
    ...lane.pieces.map(({ kind, from, to, text }) =>
      kind === 'runs'
        ? shape('rect', { class: 'runs', x: left(from) + 1, y: y - 7, width: COLUMN - 3, height: 14, rx: 2 })
        : shape(
            'path',
            { class: 'waits', d: `M${right(from)} ${y}H${to === from ? right(from) : left(to)}` },
            shape('title', {}, `waits for ${text}`),
          ),
    ),
    ...lane.cancels.map((column) => {
      const at = left(column) + COLUMN / 2 - 0.5
      return shape('path', {
        class: 'cancel',
        d: `M${at - 4} ${y - 4}L${at + 4} ${y + 4}M${at + 4} ${y - 4}L${at - 4} ${y + 4}`,
      })
    }),
    ...ending(lane, end + 4, y),
  ]
}

function ending({ end }: Lane, x: number, y: number): Shape[] {
  if (end === 'returned') return [shape('circle', { class: 'end', cx: x, cy: y, r: 4 })]
  if (end === 'failed')
    return [shape('rect', { class: 'end failed', x: x - 4, y: y - 4, width: 8, height: 8 })]
  if (end === 'cancelled') return [shape('path', { class: 'end cancelled', d: `M${x} ${y - 7}V${y + 7}` })]
  return []
}

/** What the shapes mean: below every picture. */
export const LEGEND: readonly (readonly [shape: string, meaning: string])[] = [
  ['▮', 'runs'],
  ['─', 'waits'],
  ['↓', 'wakes'],
  ['✕', 'a cancel arrives'],
  ['●', 'returned'],
  ['■', 'failed'],
  ['┃', 'cancelled'],
]
