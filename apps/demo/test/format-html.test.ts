import { describe, expect, it } from 'vitest'
import { MOST_SPANS, type Span } from '../src/crawl/timeline.ts'
import { concurrency } from '../src/report/html/concurrency.ts'
import { formatHtml } from '../src/report/html/format-html.ts'
import { MOST_ROWS } from '../src/report/html/tables.ts'
import { waterfall } from '../src/report/html/waterfall.ts'
import type { Report } from '../src/report/report.ts'
import { timelineOf } from './timeline-of.ts'

const START = 'http://site.test/'
const WHEN = new Date('2026-11-20T16:30:12Z')
const REPORT: Report = {
  start: START,
  complete: true,
  summary: {
    addresses: 3,
    earlier: 0,
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

/** The charts for a wide screen and for a telephone. */
function framesOf(svgs: string): string[] {
  const frames = svgs.match(/<svg class="(wide|narrow)".*?<\/svg>/gs) ?? []
  expect(frames.length).toBe(2)
  return frames
}

describe('the concurrency over time', () => {
  it('is drawn to the end, also where nothing changed for a while', () => {
    const svg = concurrency(
      [
        { at: 0, open: 2 },
        { at: 100, open: 1 },
      ],
      400,
    )
    expect(svg).toContain('at most 2')
    // The edge ends at the right, at the height of 1 of 2.
    expect(svg).toMatch(/class="edge" d="[^"]*L984,78"/)
  })

  it('can be drawn of nothing', () => {
    expect(concurrency([], 0)).not.toMatch(/NaN|undefined|Infinity/)
    expect(waterfall([], 0, START)).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('the waterfall', () => {
  it('has a bar a request, failed ones told apart, the name in its title', () => {
    const [svg = ''] = framesOf(waterfall([span('a', 0, 100), span('b', 50, 300, true)], 300, START))
    expect([count(svg, /class="fine"/g), count(svg, /class="failed"/g)]).toEqual([1, 1])
    expect(svg).toContain('<title>/b: 250 ms, from 50 ms on</title>')
  })

  it('names a few that do not stand on one another', () => {
    const spans = Array.from({ length: MOST_SPANS }, (_, n) => span(`${n}`, n, 2 * n))
    for (const svg of framesOf(waterfall(spans, 1000, START))) {
      expect(count(svg, /<rect /g)).toBe(MOST_SPANS)
      const rows = [...svg.matchAll(/y="([\d.]+)" text-anchor="(?:end|start)"/g)].map(([, y]) => Number(y))
      expect(rows.length).toBeGreaterThan(1)
      rows.sort((a, b) => a - b)
      for (const [index, y] of rows.entries())
        expect(y - (rows[index - 1] ?? -99)).toBeGreaterThanOrEqual(13.9)
    }
  })

  it('has room for a name at the end of a bar whose beginning has none', () => {
    const many = Array.from({ length: 300 }, (_, n) => span(`${n}`, 100 + n, 200 + n))
    const svg = waterfall([...many, span('slowest', 200, 1000), span('slow', 201, 700)], 1000, START)
    expect(svg).toMatch(/text-anchor="end">\/slowest</)
    expect(svg).toMatch(/text-anchor="start">\/slow</)
  })
})

describe('the page', () => {
  it('groups broken links by page', () => {
    const broken = (page: string | null, link: string) =>
      ({ page, link, target: link, kind: 'http-status', status: 404, reason: 'Not Found' }) as const
    const html = formatHtml(
      { ...REPORT, broken: [broken(START, 'x'), broken(`${START}p`, 'y'), broken(START, 'z')] },
      timelineOf([]),
      WHEN,
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
      timelineOf([{ url: `${START}${evil}`, began: 0, ended: 1, failed: false }]),
      WHEN,
    )
    expect(html).not.toContain('<img')
  })

  it('needs no network', () => {
    const html = formatHtml(REPORT, timelineOf([span('', 0, 1)]), WHEN)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(/)
  })

  it('says what the charts do not show, as an earlier run did it', () => {
    const summary = { ...REPORT.summary, earlier: 2 }
    expect(formatHtml({ ...REPORT, summary }, timelineOf([]), WHEN)).toContain(
      'was checked. 2 addresses were checked in an earlier run, which the charts do not show. <time datetime="2026-11-20T16:30:12.000Z">2026-11-20 16:30 UTC</time></p>',
    )
  })

  it('says where a crawl was interrupted', () => {
    expect(formatHtml({ ...REPORT, complete: false }, timelineOf([]), WHEN)).toContain('Interrupted')
  })

  it('shows the slowest requests of a long crawl, and says so', () => {
    const spans = Array.from({ length: 5000 }, (_, n) => span(`${n}`, n, 2 * n))
    const html = formatHtml(REPORT, timelineOf(spans), WHEN)
    expect(html).toContain(`<p>the slowest ${MOST_SPANS} of 5,000, in the order of sending`)
    for (const svg of framesOf(html.slice(html.indexOf('id="waterfall"'))))
      expect(count(svg, /<rect /g)).toBe(MOST_SPANS)
    expect(html).toContain('<title>/4999: ')
    expect(html).not.toContain('<title>/100: ')
  })

  it('says what is worth knowing, and nothing where nothing is', () => {
    const notes = [
      { kind: 'redirect-chain', url: `${START}old`, reason: `3 redirects to ${START}new` },
    ] as const
    const html = formatHtml({ ...REPORT, notes }, timelineOf([]), WHEN)
    expect(html).toContain(
      '<td><a href="http://site.test/old" rel="noreferrer">/old</a></td><td>3 redirects to /new</td>',
    )
    expect(formatHtml(REPORT, timelineOf([]), WHEN)).not.toContain('id="notes"')
  })

  it('does not list broken links without end', () => {
    const broken = Array.from({ length: 2 * MOST_ROWS }, (_, n) => {
      return { page: `${START}${n}`, link: 'x', target: 'x', kind: 'timeout', reason: 'no answer' } as const
    })
    const html = formatHtml({ ...REPORT, broken }, timelineOf([]), WHEN)
    expect(count(html, /<td class="bad">/g)).toBe(MOST_ROWS)
    expect(html).toContain('And 1,000 more: <code>--json</code> has them all.')
  })
})
