import { VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { isWanted } from '../src/crawl/address-filter.ts'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import type { Limits } from '../src/crawl/limits.ts'
import { parseRetryAfter } from '../src/fetch/parse-retry-after.ts'
import { extractSitemap } from '../src/link/extract-sitemap.ts'
import { buildReport } from '../src/report/build-report.ts'
import { type FakeAnswer, FakeSite, NEVER, page, type Script } from './fake-site.ts'

const START = 'http://site.test/'

function crawlSite(
  script: Script,
  limits: Partial<Limits> = {},
  wants?: (url: string) => boolean,
  depth = 9,
) {
  const site = new FakeSite(script)
  const loop = new VirtualLoop()
  const state = new CrawlState(START, depth, () => loop.time(), wants ? { wants } : {})
  loop.runSync(
    crawl(state, site, { concurrency: 16, perHost: 16, timeout: 1000, retries: 2, robots: true, ...limits }),
  )
  const report = buildReport({ map: state.map, complete: true, elapsed: state.elapsed() })
  const asked = site.log.map((line) => line.replace(/ http:\/\/site\.test/, ' '))
  return { report, asked, site }
}

const text = (body: string): FakeAnswer => ({ body, type: 'text/plain' })
const locations = (...urls: string[]): FakeAnswer => ({
  body: `<?xml version="1.0"?><urlset>${urls.map((url) => `<url><loc> ${url} </loc></url>`).join('')}</urlset>`,
  type: 'application/xml',
})

describe('robots.txt', () => {
  it('is read once, before the pages, and its word is kept', () => {
    const { asked, report } = crawlSite({
      [`${START}robots.txt`]: text('User-agent: *\nDisallow: /private/\nAllow: /private/open'),
      [START]: page('/private/a', '/private/open', '/b', 'http://other.test/private/x'),
      [`${START}private/open`]: page(),
      [`${START}b`]: page('/private/a'),
      'http://other.test/private/x': page(),
    })
    expect(asked).toEqual([
      '0 /robots.txt',
      '10 /sitemap.xml',
      '10 /',
      '20 /private/open',
      '20 /b',
      '20 http://other.test/robots.txt',
      '30 HEAD http://other.test/private/x',
    ])
    expect([report.broken, report.summary.excluded, report.summary.addresses]).toEqual([[], 2, 4])
  })

  it('speaks to us by name', () => {
    const rules = 'User-agent: other\nDisallow: /\n\nUser-agent: linkcheck\nDisallow: /a'
    const { asked } = crawlSite({ [`${START}robots.txt`]: text(rules), [START]: page('/a', '/b') })
    expect(asked.map((line) => line.split(' ')[1])).toEqual(['/robots.txt', '/sitemap.xml', '/', '/b'])
  })

  it('allows nothing where the server cannot tell, and everything where there is none', () => {
    const broken = crawlSite({ [`${START}robots.txt`]: { status: 503 }, [START]: page('/a') })
    expect(broken.asked).toEqual(['0 /robots.txt', '10 /sitemap.xml'])
    const silent = crawlSite({ [`${START}robots.txt`]: { failure: 'connection reset' }, [START]: page() })
    expect(silent.asked).toContain('10 /')
  })

  it('may ask for a pause between requests', () => {
    const { asked } = crawlSite({
      [`${START}robots.txt`]: text('User-agent: *\nCrawl-delay: 2'),
      [START]: page('/a', '/b'),
    })
    expect(asked.slice(-2)).toEqual(['2010 /a', '4010 /b'])
  })

  it('is not asked for where the user says so', () => {
    const other = 'http://other.test/a'
    const { asked } = crawlSite({ [START]: page(other), [other]: page() }, { robots: false })
    expect(asked).toEqual(['0 /', `10 HEAD ${other}`])
  })

  it('of another site is read once, before its links are tried, and its word is kept', () => {
    const other = 'http://other.test/'
    const links = ['a', 'b', 'c', 'private/x', 'private/y'].map((path) => other + path)
    const { site, report } = crawlSite({
      [START]: page(...links),
      [`${other}robots.txt`]: text('User-agent: linkcheck\nDisallow: /private/'),
      ...Object.fromEntries(links.map((link) => [link, page()])),
    })
    expect(site.log.filter((line) => line.includes(other))).toEqual([
      `20 ${other}robots.txt`,
      ...links.slice(0, 3).map((link) => `30 HEAD ${link}`),
    ])
    expect([report.broken, report.summary.excluded]).toEqual([[], 2])
  })

  it('of one site that does not answer holds up no link to another', () => {
    const { site, report } = crawlSite({
      [START]: page('http://silent.test/', 'http://other.test/', '/a'),
      [`${START}a`]: page(),
      'http://silent.test/robots.txt': NEVER,
      'http://silent.test/': page(),
      'http://other.test/': page(),
    })
    const asked = site.log.slice(3)
    expect(asked).toEqual([
      `20 ${START}a`,
      '20 http://silent.test/robots.txt',
      '20 http://other.test/robots.txt',
      '30 HEAD http://other.test/',
      '1020 HEAD http://silent.test/',
    ])
    expect(report.broken).toEqual([])
  })

  it('of another site that may only be asked slowly slows down that site alone', () => {
    const { site } = crawlSite({
      [START]: page('http://other.test/1', 'http://other.test/2', '/a', '/b'),
      'http://other.test/robots.txt': text('User-agent: *\nCrawl-delay: 3'),
      'http://other.test/1': page(),
      'http://other.test/2': page(),
      [`${START}a`]: page(),
      [`${START}b`]: page(),
    })
    expect(site.log.slice(-2)).toEqual(['30 HEAD http://other.test/1', '3030 HEAD http://other.test/2'])
  })
})

describe('sitemaps', () => {
  it('name pages that no page links to; what is broken there is said to stand there', () => {
    const { report } = crawlSite({
      [START]: page(),
      [`${START}sitemap.xml`]: locations(`${START}orphan`, `${START}gone`),
      [`${START}orphan`]: page('/dead'),
    })
    expect(report.broken).toMatchObject([
      { page: `${START}orphan`, link: '/dead' },
      { page: `${START}sitemap.xml`, link: `${START}gone` },
    ])
  })

  it('are those that robots.txt names, an index of them included; one that cannot be read is noted', () => {
    const index = `<sitemapindex><sitemap><loc>${START}1.xml</loc></sitemap><sitemap><loc>${START}index.xml</loc></sitemap></sitemapindex>`
    const { asked, report } = crawlSite({
      [`${START}robots.txt`]: text(`Sitemap: ${START}index.xml\nSitemap: ${START}lost.xml`),
      [START]: page(),
      [`${START}index.xml`]: text(index),
      [`${START}1.xml`]: locations(`${START}a`),
      [`${START}a`]: page(),
    })
    const paths = asked.map((line) => line.split(' ')[1])
    expect(paths).toEqual(['/robots.txt', '/index.xml', '/', '/lost.xml', '/1.xml', '/a'])
    expect(report.notes).toEqual([
      {
        kind: 'sitemap',
        url: `${START}lost.xml`,
        reason: 'robots.txt names this sitemap: 404 status 404',
      },
    ])
  })

  it('count as one click: not with a depth of 0', () => {
    const script = { [START]: page(), [`${START}sitemap.xml`]: locations(`${START}gone`) }
    expect(crawlSite(script, {}, undefined, 0).report).toMatchObject({
      broken: [],
      summary: { addresses: 1 },
    })
  })

  it.each(['', 'no xml', '<html><p>404', '<urlset><url><loc>'])('hold nothing in %j', (xml) => {
    expect(extractSitemap(xml).sitemaps).toEqual([])
    expect(extractSitemap(xml).pages.filter((url) => url !== '')).toEqual([])
  })
})

describe('links to other sites', () => {
  const link = 'http://other.test/x'
  const asked = (answer: FakeAnswer) => {
    const { site, report } = crawlSite({ [START]: page(link), [link]: answer }, { robots: false })
    return [...site.log.slice(1), ...report.broken.map(({ status }) => status)]
  }

  it('are asked about by HEAD, then by GET where HEAD is refused', () => {
    expect(asked({})).toEqual([`10 HEAD ${link}`])
    expect(asked({ headStatus: 405 })).toEqual([`10 HEAD ${link}`, `20 ${link}`])
    expect(asked({ status: 404 })).toEqual([`10 HEAD ${link}`, `20 ${link}`, 404])
  })
})

describe('Retry-After', () => {
  it('is waited for, where it is longer than our own pause', () => {
    const { site, report } = crawlSite(
      { [START]: [{ status: 429, retryAfter: 5000 }, { status: 503, retryAfter: 1 }, page()] },
      { robots: false },
    )
    expect(site.log).toEqual([`0 ${START}`, `5010 ${START}`, `5420 ${START}`])
    expect(report.broken).toEqual([])
  })

  it('of more than a minute is an answer', () => {
    const { site, report } = crawlSite({ [START]: { status: 503, retryAfter: 61_000 } }, { robots: false })
    expect(site.log).toEqual([`0 ${START}`])
    expect(report.broken).toMatchObject([{ status: 503, reason: 'status 503' }])
  })

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Wed, 21 Oct 2015 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(parseRetryAfter(value, Date.parse('2015-10-21T07:28:00Z'))).toBe(ms)
  })
})

it('keeps to the rate, for each host', () => {
  const { site } = crawlSite(
    { [START]: page('/a', '/b', 'http://other.test/a', 'http://other.test/b') },
    { robots: false, rate: 2 },
  )
  const times = site.log.filter((line) => !line.includes('HEAD')).map((line) => line.split(' ')[0])
  expect(times.slice(0, 3)).toEqual(['0', '20', '500'])
  expect(site.log).toContain('1000 http://site.test/b')
  expect(site.log).toContain('510 HEAD http://other.test/b')
})

describe('--include and --exclude', () => {
  const filter = (include: RegExp[], exclude: RegExp[]) => (url: string) =>
    isWanted(url, { include, exclude })

  it('leave out what does not match, and say how many links that were', () => {
    const script = { [START]: page('/docs/a', '/docs/old/b', '/blog'), [`${START}docs/a`]: page('/blog') }
    const { asked, report } = crawlSite(script, { robots: false }, filter([/\/docs\//], [/\/old\//]))
    expect(asked).toEqual(['0 /', '10 /docs/a'])
    expect(report.summary).toMatchObject({ excluded: 3, unchecked: 0 })
  })

  it('a redirect may lead out of what is checked', () => {
    const script = { [START]: page('/a'), [`${START}a`]: { status: 301, location: '/out' } }
    const { report } = crawlSite(script, { robots: false }, filter([], [/out/]))
    expect([report.broken, report.summary.excluded]).toEqual([[], 1])
  })
})
