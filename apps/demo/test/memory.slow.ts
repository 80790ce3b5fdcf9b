import { ok } from 'node:assert/strict'
import { test } from 'node:test'
import { VirtualLoop } from '@acoro/testing'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { GeneratedSite, START } from './generated-site.ts'

/**
 * Slow, so not part of the default run: `npx --yes pnpm@10 --filter @acoro/demo test:memory`.
 *
 * The report needs every address and every page's links, so the heap cannot be the same after 100,000 addresses as
 * before. What can be asked for: as much for each address at the end as at the beginning, not more than its own
 * data take, and nothing left behind by the crawl itself: no task, no waiter, no span of a request under way.
 */

const ADDRESSES = 100_000
const MB = 2 ** 20

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** The heap at each fifth of the way: bytes more than `before`. A frame of its own: what it held is gone afterwards. */
function crawlAll(loop: VirtualLoop, before: number): number[] {
  const samples: number[] = []
  const state: CrawlState = new CrawlState(START, Number.POSITIVE_INFINITY, () => loop.time(), {
    onVisit: () => {
      if (state.map.visited % (ADDRESSES / 5) === 0) samples.push(heap() - before)
    },
  })
  const site = new GeneratedSite({ pages: ADDRESSES, fan: 10 })
  loop.runSync(crawl(state, site, { concurrency: 64, perHost: 64, timeout: 1000, retries: 0 }))
  return samples
}

test('keeps of each address what the report needs, and of the crawl nothing', () => {
  const loop = new VirtualLoop()
  const before = heap()
  const samples = crawlAll(loop, before)
  const left = heap() - before
  const each = samples.map((bytes, fifth) => (bytes - (samples[fifth - 1] ?? 0)) / (ADDRESSES / 5))
  console.log(`heap by fifths: ${samples.map((bytes) => (bytes / MB).toFixed(1)).join(', ')} MB`)
  console.log(`bytes an address: ${each.map((bytes) => bytes.toFixed(0)).join(', ')}`)
  console.log(`left by the loop when the map is dropped: ${(left / MB).toFixed(1)} MB`)
  ok(samples.length === 5)
  ok(Math.max(...each) < 2500, 'an address takes more than its data')
  ok(each[4]! <= 1.1 * Math.max(...each.slice(0, 4)), 'the last addresses take more than the first')
  ok(left < 8 * MB, 'the crawl leaves something behind')
  loop.close()
})
