import { CancelledError, coroutine, createTask, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { type CrawlOptions, CrawlState } from '../src/crawl/crawl-state.ts'
import { type Limits, MAX_PAGE_BYTES } from '../src/crawl/limits.ts'
import type { Fetcher } from '../src/fetch/fetcher.ts'
import { buildReport } from '../src/report/build-report.ts'
import type { Report } from '../src/report/report.ts'
import { FakeSite, NEVER, page, type Script } from './fake-site.ts'

const START = 'http://site.test/'
const LIMITS: Limits = { concurrency: 16, perHost: 16, timeout: 1000, retries: 2 }

interface Crawled {
  readonly site: FakeSite
  readonly state: CrawlState
  readonly report: Report
}

/** A whole crawl, synchronously, in virtual time. */
function crawlSite(
  script: Script,
  limits: Partial<Limits> = {},
  depth = Number.POSITIVE_INFINITY,
  options: CrawlOptions = {},
  starts: string | string[] = START,
): Crawled {
  const site = new FakeSite(script)
  const loop = new VirtualLoop()
  const state = new CrawlState(starts, depth, () => loop.time(), options)
  loop.runSync(crawl(state, site, { ...LIMITS, ...limits }))
  return { site, state, report: buildReport({ map: state.map, complete: true, elapsed: state.elapsed() }) }
}

function times(site: FakeSite, url: string): number[] {
  return site.log.filter((line) => line.endsWith(` ${url}`)).map((line) => Number(line.split(' ')[0]))
}

function star(count: number): Script {
  const paths = Array.from({ length: count }, (_, n) => `/${n}`)
  return Object.fromEntries([
    [START, { ...page(...paths), delay: 100 }],
    ...paths.map((path) => [`http://site.test${path}`, { ...page('/'), delay: 100 }] as const),
  ])
}

describe('crawl', () => {
  it('asks once for each address, however many links lead there', () => {
    const { site } = crawlSite({
      [START]: page('/a', './a', '/a#x', '/b'),
      'http://site.test/a': page('/', '/b', '/a?'),
      'http://site.test/b': page('a'),
    })
    expect(site.log).toEqual(['0 http://site.test/', '10 http://site.test/a', '10 http://site.test/b'])
  })

  it('waits for many answers at the same time, and says what one after another would have taken', () => {
    const { summary } = crawlSite(star(10)).report
    expect([summary.elapsed, summary.oneByOne]).toEqual([200, 1100])
  })

  it('has no more requests on their way than it has workers', () => {
    const { site, report } = crawlSite(star(10), { concurrency: 5 })
    expect([site.mostAtOnce.get('site.test'), report.summary.elapsed]).toEqual([5, 300])
  })

  it('bounds the requests to each host, not to all of them together', () => {
    const script = {
      ...star(6),
      [START]: page(...Array.from({ length: 6 }, (_, n) => [`/${n}`, `http://other.test/${n}`]).flat()),
    }
    const { site } = crawlSite(script, { perHost: 2 })
    expect(Object.fromEntries(site.mostAtOnce)).toEqual({ 'site.test': 2, 'other.test': 2 })
  })

  it('gives up on an address after its timeout, once, and closes what is open', () => {
    const { site, report } = crawlSite({ [START]: page('/never'), 'http://site.test/never': NEVER })
    expect(report.broken).toMatchObject([
      { link: '/never', kind: 'timeout', reason: 'no answer within 1.0 s' },
    ])
    expect(times(site, 'http://site.test/never')).toEqual([10])
    expect([report.summary.elapsed, site.open]).toEqual([1010, 0])
  })

  it('counts a body that never ends as no answer', () => {
    const { site, report } = crawlSite({ [START]: { body: 'x'.repeat(100), pieces: 100, pieceDelay: 50 } })
    expect(report.broken).toMatchObject([{ page: null, kind: 'timeout' }])
    expect([report.summary.elapsed, site.open]).toEqual([1000, 0])
  })

  it('tries again after pauses that double', () => {
    const { site, report } = crawlSite({
      [START]: [{ status: 503 }, { failure: 'connection reset' }, page()],
    })
    expect(times(site, START)).toEqual([0, 210, 620])
    expect(report.broken).toEqual([])
    expect(report.notes).toMatchObject([{ kind: 'recovered', reason: 'answered at try 3' }])
    expect(report.summary).toMatchObject({ requests: 3, elapsed: 630, oneByOne: 630 })
  })

  it('takes for good what the user accepts, and asks once', () => {
    const script = {
      [START]: page('/locked', '/broken', 'http://other.test/locked'),
      'http://site.test/locked': { ...page('/never-read'), status: 403 },
      'http://site.test/broken': { status: 503 },
      'http://other.test/locked': { status: 403 },
    }
    const { site, report } = crawlSite(script, { accept: [[403, 403]] })
    expect(report.broken).toMatchObject([{ link: '/broken', status: 503 }])
    expect(times(site, 'http://site.test/locked').length).toBe(1)
    expect(site.log.filter((line) => line.includes('other'))).toEqual(['10 HEAD http://other.test/locked'])
    expect(crawlSite(script, { accept: [[400, 599]] }).report.broken).toEqual([])
  })

  it('asks for no more addresses of the site than the user wants, and says what it left out', () => {
    const { site, report } = crawlSite(
      {
        [START]: page('/a', 'http://other.test/x', '/b', '/c', '/a'),
        'http://site.test/a': page('/b', '/d', 'http://other.test/y'),
        'http://other.test/x': page(),
        'http://other.test/y': page(),
      },
      {},
      99,
      { maxPages: 2 },
    )
    expect(site.log).toEqual([
      '0 http://site.test/',
      '10 http://site.test/a',
      '10 HEAD http://other.test/x',
      '20 HEAD http://other.test/y',
    ])
    expect([report.broken, report.summary.excluded, report.summary.unchecked]).toEqual([[], 4, 0])
  })

  it('reads style sheets and Markdown of the site for links', () => {
    const { report } = crawlSite({
      [START]: { body: '<link rel=stylesheet href=/css/a.css><a href=/b.md#part>' },
      'http://site.test/css/a.css': { type: 'text/css', body: 'a { b: url(../gone.png) }' },
      'http://site.test/b.md': { type: 'text/markdown; charset=utf-8', body: '# Other part\n\n[c](lost)' },
    })
    expect(report.broken.map(({ page, link, kind }) => [page, link, kind])).toEqual([
      [START, '/b.md#part', 'missing-anchor'],
      ['http://site.test/b.md', 'lost', 'http-status'],
      ['http://site.test/css/a.css', '../gone.png', 'http-status'],
    ])
    // A style sheet is no page.
    expect(report.summary.pages).toBe(2)
  })

  it('begins at several addresses, each of which is the site', () => {
    const other = 'http://other.test/docs/'
    const { site, report } = crawlSite(
      { [START]: page('/a'), 'http://site.test/a': page(), [other]: page('gone', START) },
      {},
      99,
      {},
      [START, other],
    )
    expect(report.broken).toMatchObject([{ page: other, link: 'gone' }])
    expect(site.log.sort()).toEqual([
      '0 http://other.test/docs/',
      '0 http://site.test/',
      '10 http://other.test/docs/gone',
      '10 http://site.test/a',
    ])
  })

  it('reports the last failure when the tries are used up', () => {
    const { report } = crawlSite(
      { [START]: [{ status: 500 }, { failure: 'connection reset' }] },
      { retries: 1 },
    )
    expect(report.broken).toMatchObject([{ kind: 'network', reason: 'connection reset' }])
    expect(report.summary.requests).toBe(2)
  })

  it('tries once only where the failure would come again', () => {
    const { site, report } = crawlSite({
      [START]: { failure: 'its certificate is self-signed', lasting: true },
    })
    expect(report.broken).toMatchObject([{ kind: 'network', reason: 'its certificate is self-signed' }])
    expect([times(site, START), report.summary.requests]).toEqual([[0], 1])
  })

  it('tries once only where the answer is final', () => {
    const { report } = crawlSite({
      [START]: page('/gone', '/forbidden'),
      'http://site.test/forbidden': { status: 403 },
    })
    expect(report.summary.requests).toBe(3)
  })

  it('holds no permit while it pauses', () => {
    const { site } = crawlSite(
      {
        [START]: page('/flaky', '/a'),
        'http://site.test/flaky': { status: 503 },
        'http://site.test/a': page(),
      },
      { perHost: 1 },
    )
    expect(times(site, 'http://site.test/a')).toEqual([20])
  })

  it('goes where a redirect leads, once', () => {
    const { site, report } = crawlSite({
      [START]: page('/old', '/new'),
      'http://site.test/old': { status: 301, location: '/new' },
      'http://site.test/new': page(),
    })
    expect([times(site, 'http://site.test/new').length, report.broken]).toEqual([1, []])
  })

  it.each([
    [undefined, 'redirects without saying where to'],
    ['ftp://x.test/', 'redirects to ftp://x.test/: ftp: is not http'],
    ['http://[x/', 'redirects to http://[x/: not a valid URL'],
  ])('refuses a redirect to %j', (location, reason) => {
    const answer = location === undefined ? { status: 302 } : { status: 302, location }
    expect(crawlSite({ [START]: answer }).report.broken).toMatchObject([{ kind: 'bad-redirect', reason }])
  })

  it('reads a page up to the cap, and drops the rest', () => {
    const body = `<a href="/early">${'x'.repeat(3 * MAX_PAGE_BYTES)}<a href="/late">`
    const { site, report } = crawlSite({ [START]: { body, pieces: 30 }, 'http://site.test/early': page() })
    expect(report.notes).toMatchObject([{ kind: 'truncated' }])
    expect(report.summary.links).toBe(1)
    expect(site.read.get(START)).toBeLessThan(1.1 * MAX_PAGE_BYTES)
    expect(site.open).toBe(0)
  })

  it('reads only HTML, and only of the site itself', () => {
    const { site } = crawlSite({
      [START]: page('/a.txt', 'http://other.test/'),
      'http://site.test/a.txt': { ...page('/trap'), type: 'text/plain' },
      'http://other.test/': page('/trap'),
    })
    expect([...site.read.keys()]).toEqual([START])
    expect(site.log.filter((line) => line.includes('trap'))).toEqual([])
    expect(site.open).toBe(0)
  })

  it('decodes pages split in the middle of a character', () => {
    const { report } = crawlSite({
      [START]: { body: '<a href="#måke"></a><p id="måke">', pieces: 34 },
    })
    expect(report.broken).toEqual([])
  })

  it('when cancelled, closes everything and leaves what it knows', () => {
    const site = new FakeSite(star(10))
    const loop = new VirtualLoop()
    const state = new CrawlState(START, 10, () => loop.time())
    loop.runSync(function* main() {
      const crawling = createTask(crawl(state, site, { ...LIMITS, perHost: 4 }))
      yield* sleep(250)
      expect(site.open).toBe(4)
      crawling.cancel()
      try {
        yield* crawling
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(CancelledError)
      }
    })
    expect([site.open, state.waiting()]).toEqual([0, []])
    const { summary } = buildReport({ map: state.map, complete: false, elapsed: state.elapsed() })
    expect(summary).toMatchObject({ addresses: 5, unchecked: 6, elapsed: 250 })
  })

  it('ends with an error, and does not hang, when it meets a bug', () => {
    const buggy: Fetcher = {
      fetch: coroutine(function* () {
        yield* sleep(5)
        throw new Error('a bug')
      }),
    }
    const loop = new VirtualLoop()
    const state = new CrawlState(START, 10, () => loop.time())
    expect(() => loop.runSync(crawl(state, buggy, LIMITS))).toThrow(
      expect.objectContaining({ errors: [new Error('a bug')] }),
    )
  })

  it('comes to the same report whatever the order of answers', () => {
    const paths = ['', ...'abcdefgh']
    const url = (index: number): string => `http://site.test/${paths[index]}`
    const node = fc.record({
      links: fc.array(fc.nat(paths.length), { maxLength: 4 }),
      delays: fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })),
      redirect: fc.option(fc.nat(paths.length - 1), { freq: 4 }),
    })
    const nodes = fc.array(node, { minLength: paths.length, maxLength: paths.length })
    const limits = fc.record({
      concurrency: fc.integer({ min: 1, max: 9 }),
      perHost: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(nodes, limits, fc.integer({ min: 0, max: 4 }), (graph, bounds, depth) => {
        const scriptWith = (which: 0 | 1): Script =>
          Object.fromEntries(
            graph.map(({ links, delays, redirect }, index) => {
              const answer =
                redirect === null
                  ? page(...links.map((to) => `/${paths[to] ?? 'gone'}`))
                  : { status: 302, location: url(redirect) }
              return [url(index), { ...answer, delay: delays[which] }]
            }),
          )
        const reports = [crawlSite(scriptWith(0), bounds, depth), crawlSite(scriptWith(1), {}, depth)].map(
          ({ report }) => {
            const { elapsed, oneByOne, ...counts } = report.summary
            return { ...report, summary: counts }
          },
        )
        expect(reports[0]).toEqual(reports[1])
      }),
    )
  })
})
