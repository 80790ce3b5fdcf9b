import { describe, expect, it } from 'vitest'
import type { Span } from '../src/crawl/crawl-state.ts'
import { concurrency, levels } from '../src/report/html/concurrency.ts'
import { formatHtml } from '../src/report/html/format-html.ts'
import { MOST_ROWS, waterfall } from '../src/report/html/waterfall.ts'
import type { Report } from '../src/report/report.ts'

const START = 'http://site.test/'
const REPORT: Report = {
  start: START,
  complete: true,
  summary: {
    addresses: 3,
    pages: 2,
    links: 4,
    requests: 3,
    skipped: {},
    unchecked: 0,
    excluded: 0,
    elapsed: 300,
    oneByOne: 400,
  },
  broken: [],
  notes: [],
}

function span(path: string, began: number, ended: number, failed = false): Span {
  return { url: `${START}${path}`, began, ended, failed }
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

describe('the concurrency over time', () => {
  it('goes up and down with the requests', () => {
    expect(levels([span('a', 0, 100), span('b', 50, 300), span('c', 100, 200)], 400)).toEqual([
      { at: 0, open: 1 },
      { at: 50, open: 2 },
      { at: 100, open: 2 },
      { at: 200, open: 1 },
      { at: 300, open: 0 },
      { at: 400, open: 0 },
    ])
  })

  it('can be drawn of nothing', () => {
    expect(concurrency([], 0)).not.toMatch(/NaN|undefined|Infinity/)
    expect(waterfall([], 0, START)).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('the waterfall', () => {
  it('has a bar a request, failed ones told apart, the name in its title', () => {
    const svg = waterfall([span('a', 0, 100), span('b', 50, 300, true)], 300, START)
    expect([count(svg, /class="fine"/g), count(svg, /class="failed"/g)]).toEqual([1, 1])
    expect(svg).toContain('<title>/b: 250 ms, from 50 ms on</title>')
  })

  it('keeps the slowest of a long crawl, and names a few that do not stand on one another', () => {
    const spans = Array.from({ length: 5000 }, (_, n) => span(`${n}`, n, 2 * n))
    const svg = waterfall(spans, 10_000, START)
    expect(count(svg, /<rect /g)).toBe(MOST_ROWS)
    expect(svg).toContain('<title>/4999: ')
    expect(svg).not.toContain('<title>/100: ')
    const rows = [...svg.matchAll(/y="([\d.]+)" text-anchor="(?:end|start)"/g)].map(([, y]) => Number(y))
    expect(rows.length).toBeGreaterThan(1)
    rows.sort((a, b) => a - b)
    for (const [index, y] of rows.entries()) expect(y - (rows[index - 1] ?? -99)).toBeGreaterThanOrEqual(13.9)
  })
})

describe('the page', () => {
  it('groups broken links by page', () => {
    const broken = (page: string | null, link: string) =>
      ({ page, link, target: link, kind: 'http-status', status: 404, reason: 'Not Found' }) as const
    const html = formatHtml(
      { ...REPORT, broken: [broken(START, 'x'), broken(`${START}p`, 'y'), broken(START, 'z')] },
      [],
    )
    expect(html).toContain(
      '<td rowspan="2"><a href="http://site.test/" rel="noreferrer">/</a></td><td>x</td>',
    )
    expect(count(html, /404 Not Found/g)).toBe(3)
  })

  it('lets nothing of a site through as HTML', () => {
    const evil = `"'><img src=x onerror=alert(1)>`
    const html = formatHtml(
      { ...REPORT, broken: [{ page: null, link: evil, target: evil, kind: 'bad-link', reason: evil }] },
      [{ url: `${START}${evil}`, began: 0, ended: 1, failed: false }],
    )
    expect(html).not.toContain('<img')
  })

  it('needs no network', () => {
    const html = formatHtml(REPORT, [span('', 0, 1)])
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(/)
  })

  it('says where a crawl was interrupted', () => {
    expect(formatHtml({ ...REPORT, complete: false }, [])).toContain('Interrupted')
  })
})
