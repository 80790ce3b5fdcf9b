import { scaleBand } from 'd3-scale'
import { lasted, type Span } from '../../crawl/timeline.ts'
import { formatDuration } from '../format-duration.ts'
import { shortenUrl } from '../shorten-url.ts'
import { escapeHtml } from './escape.ts'
import { MARGIN, timeAxis, timeScale, WIDTH } from './time-axis.ts'

/**
 * One row a request, from when it was sent to when its answer was there, in the order of sending. The slowest have
 * their names beside them; the others say theirs when pointed at. Of a very long crawl the slowest requests are shown.
 */

const LABELS = 8
/** Of a label's text, with some air: px. */
const LINE = 14

/** An `<svg>`. `spans`: in any order. */
export function waterfall(spans: readonly Span[], elapsed: number, start: string): string {
  const rows = [...spans].sort((a, b) => a.began - b.began)
  const plot = Math.min(14 * rows.length, Math.max(3 * rows.length, 420))
  const height = plot + MARGIN.top + MARGIN.bottom
  const x = timeScale(elapsed)
  const y = scaleBand<number>()
    .domain(rows.keys())
    .range([MARGIN.top, MARGIN.top + plot])
    .paddingInner(0.2)
  const named = withRoom(rows, (row) => y(row)!)
  const bars = rows.map((span, row) => {
    const from = x(span.began)
    const width = Math.max(1, x(span.ended) - from)
    const name = shortenUrl(span.url, start)
    const top = y(row)!
    const bar = `<rect class="${span.failed ? 'failed' : 'fine'}" x="${from.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${Math.max(1, y.bandwidth()).toFixed(1)}"><title>${escapeHtml(`${name}: ${formatDuration(lasted(span))}, from ${formatDuration(span.began)} on`)}</title></rect>`
    return named.has(span) ? bar + label(name, from, width, top + y.bandwidth() / 2 + 4) : bar
  })
  return `<svg viewBox="0 0 ${WIDTH} ${height.toFixed(0)}" role="img" aria-label="Waterfall of ${rows.length} requests">${timeAxis(x, height)}${bars.join('')}</svg>`
}

/** The slowest rows whose names do not stand on one another. */
function withRoom(rows: readonly Span[], y: (row: number) => number): Set<Span> {
  const bySlowness = [...rows.keys()].sort((a, b) => lasted(rows[b]!) - lasted(rows[a]!))
  const named: number[] = []
  for (const row of bySlowness) {
    if (named.length === LABELS) break
    if (named.every((other) => Math.abs(y(other) - y(row)) >= LINE)) named.push(row)
  }
  return new Set(named.map((row) => rows[row]!))
}

/** Left of the bar, where what was sent earlier leaves room, else right of it. */
function label(name: string, from: number, width: number, y: number): string {
  const text = name.length > 48 ? `${name.slice(0, 47)}…` : name
  const left = from - MARGIN.left > 7 * text.length
  const x = left ? from - 4 : from + width + 4
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${left ? 'end' : 'start'}">${escapeHtml(text)}</text>`
}
