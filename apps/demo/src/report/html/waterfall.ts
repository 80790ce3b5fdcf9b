import { scaleBand } from 'd3-scale'
import { lasted, type Span } from '../../crawl/timeline.ts'
import { formatDuration } from '../format-duration.ts'
import { shortenUrl } from '../shorten-url.ts'
import { escapeHtml } from './escape.ts'
import { FRAMES, type Frame, MARGIN, svg, timeAxis, timeScale } from './time-axis.ts'
import { type Bar, placeLabels } from './waterfall-labels.ts'

/**
 * One row for each request, from sending to the end of the answer, in the order of sending. The slowest have
 * their names beside them. The others show theirs when pointed at. Of a long crawl only the slowest requests
 * are shown.
 */

/** The heights of a row in a chart of few requests and of many, and the least height of a chart, in px. */
const ROW = 14
const LOW_ROW = 2.5
const LEAST_HEIGHT = 420

/** An `<svg>` for each frame. `spans` may have any order. */
export function waterfall(spans: readonly Span[], elapsed: number, start: string): string {
  return FRAMES.map((frame) => chart(spans, elapsed, start, frame)).join('')
}

function chart(spans: readonly Span[], elapsed: number, start: string, frame: Frame): string {
  const rows = [...spans].sort((a, b) => a.began - b.began)
  const plot = Math.min(ROW * rows.length, Math.max(LOW_ROW * rows.length, LEAST_HEIGHT))
  const height = plot + MARGIN.top + MARGIN.bottom
  const x = timeScale(elapsed, frame)
  const y = scaleBand<number>()
    .domain(rows.keys())
    .range([MARGIN.top, MARGIN.top + plot])
    .paddingInner(0.2)
  const bars = rows.map((span, row): Bar => {
    const from = x(span.began)
    const to = Math.max(from + 1, x(span.ended))
    return { span, name: shortenUrl(span.url, start), from, to, y: y(row)! + y.bandwidth() / 2 }
  })
  const shapes = bars.map((bar) => rectangle(bar, Math.max(1, y.bandwidth())))
  const labels = placeLabels(bars, frame).map(
    ({ text, x, y, anchor }) =>
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`,
  )
  const content = `${timeAxis(x, height, frame)}${shapes.join('')}${labels.join('')}`
  return svg(frame, height, `Waterfall of ${rows.length} requests`, content)
}

function rectangle({ span, name, from, to, y }: Bar, height: number): string {
  const title = `${name}: ${formatDuration(lasted(span))}, from ${formatDuration(span.began)} on`
  const place = `x="${from.toFixed(1)}" y="${(y - height / 2).toFixed(1)}" width="${(to - from).toFixed(1)}" height="${height.toFixed(1)}"`
  return `<rect class="${span.failed ? 'failed' : 'fine'}" ${place}><title>${escapeHtml(title)}</title></rect>`
}
