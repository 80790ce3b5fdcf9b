import { createTask, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import { restoreState, saveState } from '../src/crawl/saved-state.ts'
import type { Visit } from '../src/crawl/visit.ts'
import { buildReport } from '../src/report/build-report.ts'
import { FakeSite, page, type Script } from './fake-site.ts'

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
    expect(restoreState(saveState(START, VISITS), START)).toEqual({ visits: VISITS })
  })

  it('is refused at whatever length it is cut', () => {
    const text = saveState(START, VISITS).trimEnd()
    for (let length = 0; length < text.length; length++) {
      expect(restoreState(text.slice(0, length), START)).toHaveProperty('refused')
    }
    expect(restoreState(text.slice(0, -5), START)).toEqual({ refused: 'it is cut short' })
  })

  it.each([
    ['hello', 'it is not a state of linkcheck'],
    ['{"name":"x"}', 'it is not a state of linkcheck'],
    ['[]', 'it is not a state of linkcheck'],
    ['null', 'it is not a state of linkcheck'],
    [saveState(START, []).replace('"version":1', '"version":2'), 'expected version 1 of the format, got 2'],
    [saveState('http://other.test/', []), 'it is about "http://other.test/", not http://site.test/'],
    [saveState(START, VISITS).replace('"count":5', '"count":6'), 'its visits are not all there'],
    [saveState(START, VISITS).replace('"/a"', '7'), 'its visit 1 makes no sense'],
    [saveState(START, VISITS).replace(/"to":"[^"]*"/, '"to":"b"'), 'its visit 2 makes no sense'],
    [saveState(START, VISITS).replace('"forbidden"', '"great"'), 'its visit 4 makes no sense'],
    [saveState(START, VISITS).replace('"Gone"', '{}'), 'its visit 5 makes no sense'],
  ])('is refused where it is %s', (text, refused) => {
    expect(restoreState(text, START)).toEqual({ refused })
  })
})

describe('a crawl that goes on', () => {
  const script: Script = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [
      n === 0 ? START : `${START}${n}`,
      page(`/${2 * n + 1}`, `/${2 * n + 2}`, '/'),
    ]),
  )

  function crawlFor(ms: number, known: readonly Visit[]) {
    const site = new FakeSite(script)
    const loop = new VirtualLoop()
    const state = new CrawlState(START, 99, () => loop.time(), { known })
    loop.runSync(function* main() {
      const task = createTask(crawl(state, site, LIMITS))
      yield* sleep(ms)
      if (!task.cancel()) yield* task
    })
    const { broken, notes, summary } = buildReport({ map: state.map, complete: true, elapsed: 0 })
    const restored = restoreState(
      saveState(
        START,
        [...state.map.entries()].flatMap(({ visit }) => visit ?? []),
      ),
      START,
    )
    if ('refused' in restored) throw new Error(restored.refused)
    return { report: { broken, notes, summary }, log: site.log, visits: restored.visits }
  }

  it('asks for nothing twice and comes to the same report, wherever it was interrupted', () => {
    const whole = crawlFor(1e6, [])
    for (let ms = 0; ms < 350; ms += 25) {
      const begun = crawlFor(ms, [])
      const rest = crawlFor(1e6, begun.visits)
      expect(rest.report).toEqual(whole.report)
      expect(rest.log.length).toBe(whole.log.length - begun.visits.length)
    }
  })

  it('of which everything is known asks for nothing', () => {
    expect(crawlFor(1e6, crawlFor(1e6, []).visits).log).toEqual([])
  })
})
