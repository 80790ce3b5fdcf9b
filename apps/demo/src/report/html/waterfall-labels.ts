import { lasted, type Span } from '../../crawl/timeline.ts'
import { type Frame, MARGIN } from './time-axis.ts'

/** A request as drawn. `y` is the middle of its row, in px. */
export interface Bar {
  readonly span: Span
  readonly name: string
  readonly from: number
  readonly to: number
  readonly y: number
}

export interface Label {
  readonly text: string
  readonly x: number
  /** The baseline of the text. */
  readonly y: number
  readonly anchor: 'start' | 'end'
}

const MOST = 8
const LONGEST = 48
/** The height of a line of text, in px. */
const LINE = 14
/** The most that a letter takes, in px. */
const LETTER = 7
const GAP = 4

/** Names for the slowest requests: as many as fit beside their bars without an overlap. */
export function placeLabels(bars: readonly Bar[], frame: Frame): Label[] {
  const labels: Label[] = []
  for (const bar of [...bars].sort((a, b) => lasted(b.span) - lasted(a.span))) {
    if (labels.length === MOST) break
    const label = [leftOf(bar), rightOf(bar, bars, frame)].find((each) => each && isFree(each, labels))
    if (label) labels.push(label)
  }
  return labels
}

/** Left of the bar, if there is room. */
function leftOf({ name, from, y }: Bar): Label | undefined {
  const text = shorten(name)
  if (from - MARGIN.left < LETTER * text.length) return undefined
  return { text, x: from - GAP, y: y + GAP, anchor: 'end' }
}

/** Right of the bar, unless a bar close by is longer. It moves down a little if only a bar above is. */
function rightOf({ name, to, y }: Bar, bars: readonly Bar[], { width }: Frame): Label | undefined {
  const text = shorten(name)
  if (width - MARGIN.right - to < LETTER * text.length) return undefined
  const distances = bars.filter((other) => other.to > to).map((other) => other.y - y)
  const lower = distances.some((distance) => distance <= 0 && distance > -LINE / 2) ? LINE / 2 : 0
  if (distances.some((distance) => distance > 0 && distance < lower + LINE / 2)) return undefined
  return { text, x: to + GAP, y: y + lower + GAP, anchor: 'start' }
}

function isFree(label: Label, others: readonly Label[]): boolean {
  return others.every((other) => other.anchor !== label.anchor || Math.abs(other.y - label.y) >= LINE)
}

function shorten(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name
}
