import { createTask, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { KnownVisits } from '../src/crawl/known-visits.ts'
import type { Limits } from '../src/crawl/limits.ts'
import type { Visit } from '../src/crawl/visit.ts'
import { buildReport } from '../src/report/build-report.ts'
import { FakeSite, page, type Script } from './fake-site.ts'
import { restoreText, savedAndRestored, saveText } from './state-text.ts'

const START = 'http://site.test/'
const LIMITS = { concurrency: 2, perHost: 2, timeout: 1000, retries: 0 }

const VISITS: readonly Visit[] = [
  {
    url: START,
    attempts: 1,
    duration: 5,
    outcome: {
      kind: 'fine',
      content: { links: ['/a'], anchors: new Set(['top']), base: '/b/' },
      truncatedAt: 9,
    },
  },
  { url: `${START}a`, attempts: 2, duration: 1.5, outcome: { kind: 'redirect', to: `${START}b` } },
  { url: `${START}b`, attempts: 1, duration: 1, outcome: { kind: 'fine' } },
  { url: `${START}c`, attempts: 0, duration: 0, outcome: { kind: 'forbidden' } },
  {
    url: `${START}d`,
    attempts: 3,
    duration: 2,
    outcome: { kind: 'failed', problem: { kind: 'http-status', reason: 'Gone', status: 410 } },
  },
]

describe('a saved state', () => {
  it('comes back as it was', () => {
    const known = savedAndRestored(START, VISITS)
    expect(VISITS.map(({ url }) => known.at(known.find(url)!))).toEqual(VISITS)
    expect([known.size, known.find(`${START}e`)]).toEqual([VISITS.length, undefined])
  })

  it('is refused at whatever length it is cut', () => {
    const text = saveText(START, VISITS).trimEnd()
    for (let length = 0; length < text.length; length++) {
      expect(restoreText(text.slice(0, length), START)).toHaveProperty('refused')
    }
    expect(restoreText(text.slice(0, -5), START)).toEqual({ refused: 'it is cut short' })
  })

  it.each([
    ['', 'it is empty'],
    ['hello', 'it is not a state of linkcheck'],
    ['{"name":"x"}', 'it is not a state of linkcheck'],
    ['[]', 'it is not a state of linkcheck'],
    ['null', 'it is not a state of linkcheck'],
    [saveText(START, []).replace('"version":2', '"version":1'), 'expected version 2 of the format, got 1'],
    [saveText('http://other.test/', []), 'it is about "http://other.test/", not http://site.test/'],
    [saveText(START, VISITS).replace('"count":5', '"count":6'), 'its visits are not all there'],
    [saveText(START, VISITS).replace(/^.*"forbidden".*\n/m, ''), 'its visits are not all there'],
    [saveText(START, VISITS) + saveText(START, VISITS), 'it goes on after its end'],
    [saveText(START, VISITS).replace('"/a"', '7'), 'its visit 1 makes no sense'],
    [saveText(START, VISITS).replace(/"to":"[^"]*"/, '"to":"b"'), 'its visit 2 makes no sense'],
    [saveText(START, VISITS).replace('"forbidden"', '"great"'), 'its visit 4 makes no sense'],
    [saveText(START, VISITS).replace('"Gone"', '{}'), 'its visit 5 makes no sense'],
  ])('is refused where it is %s', (text, refused) => {
    expect(restoreText(text, START)).toEqual({ refused })
  })
})

describe('a crawl that goes on', () => {
  const script: Script = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [
      n === 0 ? START : `${START}${n}`,
      page(`/${2 * n + 1}`, `/${2 * n + 2}`, '/'),
    ]),
  )

  function crawlFor(ms: number, site: Script, known?: KnownVisits, limits: Limits = LIMITS) {
    const network = new FakeSite(site)
    const loop = new VirtualLoop()
    const state = new CrawlState(START, 99, () => loop.time(), known && { known })
    loop.runSync(function* main() {
      const task = createTask(crawl(state, network, limits))
      yield* sleep(ms)
      if (!task.cancel()) yield* task
    })
    const { broken, notes, summary } = buildReport({ map: state.map, complete: true, elapsed: 0 })
    const visits = [...state.map.visits]
    return { report: { broken, notes, summary }, log: network.log, visits }
  }

  it('asks for nothing twice and comes to the same report, wherever it was interrupted', () => {
    const whole = crawlFor(1e6, script)
    for (let ms = 0; ms < 350; ms += 25) {
      const begun = crawlFor(ms, script)
      const rest = crawlFor(1e6, script, savedAndRestored(START, begun.visits))
      expect(rest.report).toEqual(whole.report)
      expect(rest.log.length).toBe(whole.log.length - begun.visits.length)
    }
  })

  it('of which everything is known asks for nothing', () => {
    const known = new KnownVisits(crawlFor(1e6, script).visits)
    expect(crawlFor(1e6, script, known).log).toEqual([])
  })

  it('finds what only a sitemap names among what is known', () => {
    const site: Script = {
      [START]: page(),
      [`${START}sitemap.xml`]: { body: `<urlset><url><loc>${START}orphan</loc></url></urlset>` },
      [`${START}orphan`]: page('/gone'),
    }
    const polite = { ...LIMITS, robots: true }
    const whole = crawlFor(1e6, site, undefined, polite)
    const again = crawlFor(1e6, site, new KnownVisits(whole.visits), polite)
    expect(again.report).toEqual(whole.report)
    expect(again.report.broken).toMatchObject([{ page: `${START}orphan`, link: '/gone' }])
  })
})
