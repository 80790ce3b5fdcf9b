import { VirtualLoop } from '@acoro/testing'
import { expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { buildReport } from '../src/report/build-report.ts'
import { GeneratedSite, START } from './generated-site.ts'

it('checks a site of 10,000 pages in less than 5 s', () => {
  const site = new GeneratedSite({ pages: 10_000, fan: 10 })
  const loop = new VirtualLoop()
  using state = new CrawlState(START, Number.POSITIVE_INFINITY, () => loop.time())
  // The time of this process, not of the clock: other programs of the machine do not count.
  const before = process.cpuUsage()
  loop.runSync(crawl(state, site, { concurrency: 64, perHost: 64, timeout: 1000, retries: 0 }))
  const report = buildReport({ map: state.map, complete: true, elapsed: state.elapsed() })
  const { user, system } = process.cpuUsage(before)

  expect(report).toMatchObject({ broken: [], summary: { addresses: 10_000, pages: 10_000 } })
  expect([site.requests, state.timeline.count]).toEqual([10_000, 10_000])
  // 64 at a time, 23 ms each: 3.6 s. One after another would take 230 s.
  expect(report.summary.elapsed).toBeLessThan(4000)
  expect(report.summary.oneByOne).toBeGreaterThan(220_000)
  expect((user + system) / 1000).toBeLessThan(5000)
})
