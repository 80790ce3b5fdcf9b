import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { VirtualLoop } from '@acoro/testing'
import { expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { buildReport } from '../src/report/build-report.ts'
import { formatJunit } from '../src/report/format-junit.ts'
import { formatHtml } from '../src/report/html/format-html.ts'
import { GeneratedSite, START } from './generated-site.ts'

/**
 * Memory over 100,000 addresses in virtual time: a slow test of some 7 s.
 *
 * The crawl adds less than 5 MB to an empty heap. 3 MB of them are the places of the addresses in the map,
 * and the rest is blocks and buffers. When the first 20,000 addresses are visited, all 100,000 are found.
 * From there on, memory may hardly grow. With addresses and visits in memory it was 27 MB after the first
 * 20,000, and 61 MB after all.
 */

const ADDRESSES = 100_000
const EARLY = 20_000
const MB = 2 ** 20

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Objects, and the arrays outside the heap, in MB. */
function used(): number {
  // Twice: the second collection removes what the first one finalizes.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / MB
}

/** In a frame of its own: what it held is gone afterwards. */
function crawlAndReport(pages: number) {
  const samples: Record<'early' | 'middle' | 'end' | 'reported', number> = {
    early: 0,
    middle: 0,
    end: 0,
    reported: 0,
  }
  const loop = new VirtualLoop()
  using state: CrawlState = new CrawlState(START, Number.POSITIVE_INFINITY, () => loop.time(), {
    onVisit: () => {
      const { visited } = state.map
      if (visited === EARLY) samples.early = used()
      if (visited === ADDRESSES / 2) samples.middle = used()
      if (visited === ADDRESSES) samples.end = used()
    },
  })
  const limits = { concurrency: 64, perHost: 64, timeout: 1000, retries: 0 }
  loop.runSync(crawl(state, new GeneratedSite({ pages, fan: 10 }), limits))
  const report = buildReport({ map: state.map, complete: true, elapsed: state.elapsed() })
  let cases = 0
  for (const line of formatJunit(report, state.map)) if (line.includes('<testcase ')) cases++
  formatHtml(report, state.timeline, new Date(0))
  samples.reported = used()
  loop.close()
  return { samples, report, cases }
}

it('stays flat over 100,000 addresses, and over their report, which has them all', () => {
  // Compiled code, and tables that are filled once, are not measured.
  crawlAndReport(EARLY / 10)
  const before = used()
  const { samples, report, cases } = crawlAndReport(ADDRESSES)
  const left = used() - before
  const { early, middle, end, reported } = samples

  expect(report).toMatchObject({ broken: [], summary: { addresses: ADDRESSES, pages: ADDRESSES } })
  expect(cases).toBe(ADDRESSES)
  for (const sample of [early, middle, end, reported]) {
    expect(sample - before).toBeLessThan(8)
    expect(sample - early).toBeLessThan(2)
  }
  expect(left).toBeLessThan(1.5)
})
