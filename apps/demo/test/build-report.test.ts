import { describe, expect, it } from 'vitest'
import { SiteMap } from '../src/crawl/site-map.ts'
import type { Outcome, Visit } from '../src/crawl/visit.ts'
import { buildReport } from '../src/report/build-report.ts'
import type { Report } from '../src/report/report.ts'

const START = 'http://site.test/'

function page(links: string[], anchors: string[] = [], more: { truncatedAt?: number } = {}): Outcome {
  return { kind: 'fine', content: { links, anchors: new Set(anchors), base: undefined }, ...more }
}

function redirect(to: string): Outcome {
  return { kind: 'redirect', to: new URL(to, START).href }
}

const NOT_FOUND: Outcome = {
  kind: 'failed',
  problem: { kind: 'http-status', status: 404, reason: 'Not Found' },
}

/** The report on a site given as path and outcome. Any other path is unvisited. */
function reportOn(site: Record<string, Outcome>, visit: Partial<Visit> = {}, depth = 1000): Report {
  const queue: string[] = []
  const map = new SiteMap(START, depth, (url) => queue.push(url))
  for (const url of queue) {
    const outcome = site[url.replace('http://site.test', '')]
    if (outcome) map.record({ url, outcome, attempts: 1, duration: 100, ...visit })
  }
  return buildReport({ map, complete: true, elapsed: 150 })
}

describe('buildReport', () => {
  it('finds nothing on a good site', () => {
    const { broken, notes, summary } = reportOn({
      '/': page(['/a', 'tel:1']),
      '/a': page(['/', 'tel:1', 'tel:2']),
    })
    expect({ broken, notes, summary }).toEqual({
      broken: [],
      notes: [],
      summary: {
        addresses: 2,
        earlier: 0,
        pages: 2,
        links: 5,
        requests: 2,
        skipped: { tel: 3 },
        unchecked: 0,
        excluded: 0,
        elapsed: 150,
        oneByOne: 200,
      },
    })
  })

  it('names page, link as written, target and reason of what is broken', () => {
    expect(reportOn({ '/': page(['./gone#x', '/100%']), '/gone': NOT_FOUND }).broken).toEqual([
      {
        page: START,
        link: './gone#x',
        target: 'http://site.test/gone#x',
        kind: 'http-status',
        status: 404,
        reason: 'Not Found',
      },
      {
        page: START,
        link: '/100%',
        target: '/100%',
        kind: 'bad-link',
        reason: 'malformed percent-encoding "%"',
      },
    ])
  })

  it('reports a start that is broken, which no page links to', () => {
    expect(reportOn({ '/': NOT_FOUND }).broken).toMatchObject([{ page: null, link: START, status: 404 }])
  })

  it('blames a redirect for where it leads', () => {
    const site = { '/': page(['/old']), '/old': redirect('/gone'), '/gone': NOT_FOUND }
    expect(reportOn(site).broken).toMatchObject([{ link: '/old', kind: 'http-status', status: 404 }])
  })

  it('sees loops, and redirects that never end', () => {
    const site: Record<string, Outcome> = {
      '/': page(['/loop', '/0']),
      '/loop': redirect('/pool'),
      '/pool': redirect('/loop'),
    }
    for (let n = 0; n < 20; n++) site[`/${n}`] = redirect(`/${n + 1}`)
    expect(reportOn(site).broken).toMatchObject([
      { link: '/loop', kind: 'redirect-loop', reason: 'redirect loop of 2 addresses' },
      { link: '/0', kind: 'too-many-redirects', reason: 'more than 10 redirects' },
    ])
  })

  it('notes a chain of redirects at its head, and no single redirect', () => {
    const site = {
      '/': page(['/1', '/short']),
      '/1': redirect('/2'),
      '/2': redirect('/3'),
      '/3': page([]),
      '/short': redirect('/3'),
    }
    expect(reportOn(site).notes).toEqual([
      { kind: 'redirect-chain', url: 'http://site.test/1', reason: '2 redirects to http://site.test/3' },
    ])
  })

  it('misses an anchor on the page itself, on another, and behind a redirect', () => {
    const site = {
      '/': page(['#here', '#not', '/a#there', '/a#gone', '/old#gone'], ['here']),
      '/a': page([], ['there']),
      '/old': redirect('/a'),
    }
    expect(reportOn(site).broken.map(({ link, kind }) => `${link} ${kind}`)).toEqual([
      '#not missing-anchor',
      '/a#gone missing-anchor',
      '/old#gone missing-anchor',
    ])
  })

  it('takes anchors on trust that need none, or that it could not read', () => {
    const site = {
      '/': page(['#', '#top', '#:~:text=light', '/a.pdf#page=2', '/long#end']),
      '/a.pdf': { kind: 'fine' } satisfies Outcome,
      '/long': page([], [], { truncatedAt: 2 * 1024 * 1024 }),
    }
    expect(reportOn(site).broken).toEqual([])
  })

  it('notes what was not read to its end, and what needed more than one try', () => {
    const site = { '/': page([], [], { truncatedAt: 1.5 * 1024 * 1024 }) }
    expect(reportOn(site, { attempts: 3 }).notes).toEqual([
      { kind: 'recovered', url: START, reason: 'answered at try 3' },
      { kind: 'truncated', url: START, reason: 'only its first 1.5 MB were read for links' },
    ])
  })

  it('counts what an interrupted crawl left unchecked as neither broken nor fine', () => {
    const { broken, summary } = reportOn({ '/': page(['/a', '/b#x']), '/a': page([]) })
    expect([broken, summary.unchecked]).toEqual([[], 1])
  })

  it('does not count the time of an earlier crawl as its own', () => {
    const queue: string[] = []
    const map = new SiteMap(START, 9, (url) => queue.push(url))
    for (const url of queue) map.record({ url, outcome: page(['/a']), attempts: 1, duration: 100 })
    const { summary } = buildReport({
      map,
      complete: true,
      elapsed: 5,
      earlier: { addresses: 1, duration: 100 },
    })
    expect(summary).toMatchObject({ addresses: 2, earlier: 1, elapsed: 5, oneByOne: 100 })
  })

  it('says nothing about links beyond the depth', () => {
    const { broken, summary } = reportOn({ '/': page(['/a']), '/a': page(['/100%', '/b']) }, {}, 1)
    expect([broken, summary.links, summary.unchecked]).toEqual([[], 1, 0])
  })
})
