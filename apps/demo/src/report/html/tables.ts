import { lasted, type Span } from '../../crawl/timeline.ts'
import { grouped } from '../count.ts'
import { formatDuration } from '../format-duration.ts'
import { groupBy } from '../group-by.ts'
import type { Report } from '../report.ts'
import { shortenUrl, shortenUrls } from '../shorten-url.ts'
import { escapeHtml } from './escape.ts'

const SLOWEST = 10
/** Longer tables are not read, and slow down browsers. */
export const MOST_ROWS = 1000

/** `spans`: the slowest first. */
export function slowestTable(spans: readonly Span[], start: string): string {
  const slowest = spans.slice(0, SLOWEST)
  const longest = Math.max(1, ...slowest.map(lasted))
  const rows = slowest.map((span) => {
    const width = ((100 * lasted(span)) / longest).toFixed(1)
    return `<tr><td>${linkTo(span.url, start)}</td><td class="bar"><span class="${span.failed ? 'failed' : 'fine'}" style="width:${width}%"></span></td><td class="number">${formatDuration(lasted(span))}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

export function brokenTable({ broken, start }: Report): string {
  if (broken.length === 0) return '<p>None.</p>'
  const rows = [...groupBy(broken.slice(0, MOST_ROWS), ({ page }) => page)].flatMap(([page, links]) =>
    links.map(({ link, reason, status }, index) => {
      const why = status === undefined ? reason : `${status} ${reason}`
      const where = page === null ? 'the start' : linkTo(page, start)
      const cell = index === 0 ? `<td rowspan="${links.length}">${where}</td>` : ''
      return `<tr>${cell}<td>${escapeHtml(link)}</td><td class="bad">${escapeHtml(why)}</td></tr>`
    }),
  )
  return `<table><thead><tr><th>page</th><th>link, as written</th><th>what is wrong</th></tr></thead><tbody>${rows.join('')}</tbody></table>${rest(broken.length)}`
}

function rest(count: number): string {
  if (count <= MOST_ROWS) return ''
  return `<p>And ${grouped(count - MOST_ROWS)} more: <code>--json</code> has them all.</p>`
}

export function notesTable({ notes, start }: Report): string {
  const rows = notes.slice(0, MOST_ROWS).map(({ url, reason }) => {
    return `<tr><td>${linkTo(url, start)}</td><td>${escapeHtml(shortenUrls(reason, start))}</td></tr>`
  })
  return `<table>${rows.join('')}</table>${rest(notes.length)}`
}

/** Links to a visited address, which is http, https or a file, never a script. */
function linkTo(url: string, start: string): string {
  return `<a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(shortenUrl(url, start))}</a>`
}
