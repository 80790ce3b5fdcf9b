import { CancelledError, createTask, getRunningLoop, sleep } from '@acoro/core'
import { explore, VirtualLoop } from '@acoro/testing'
import { expect, it } from 'vitest'
import { crawl } from '../src/crawl/crawl.ts'
import { CrawlState } from '../src/crawl/crawl-state.ts'
import type { KnownVisits } from '../src/crawl/known-visits.ts'
import type { Visit } from '../src/crawl/visit.ts'
import { buildReport } from '../src/report/build-report.ts'
import type { Report } from '../src/report/report.ts'
import { FakeSite, page, type Script } from './fake-site.ts'
import { savedAndRestored } from './state-text.ts'

const START = 'http://site.test/'
const LIMITS = { concurrency: 3, perHost: 2, timeout: 50, retries: 1, robots: true }

/** A bit of everything; takes some 500 ms. */
const SCRIPT: Script = {
  [START]: page('/a', '/b', '/old', '/flaky', '/silent', 'http://other.test/'),
  [`${START}a`]: { ...page('/c', '#ghost'), pieces: 3, pieceDelay: 5 },
  [`${START}b`]: page('/gone', '/'),
  [`${START}c`]: page('/a#ghost'),
  [`${START}old`]: { status: 301, location: '/c' },
  [`${START}flaky`]: [{ status: 503 }, page()],
  [`${START}silent`]: { delay: 1e9 },
  [`${START}robots.txt`]: { type: 'text/plain', body: 'User-agent: *\nDisallow: /private' },
}

function begin(site: FakeSite, told: Visit[], known?: KnownVisits) {
  const loop = getRunningLoop()
  const onVisit = (visit: Visit) => told.push(visit)
  const state = new CrawlState(START, 9, () => loop.time(), { onVisit, ...(known && { known }) })
  return { state, task: createTask(crawl(state, site, LIMITS)) }
}

function resultOf(state: CrawlState): Pick<Report, 'broken' | 'notes'> & { addresses: number } {
  const { broken, notes, summary } = buildReport({ map: state.map, complete: true, elapsed: 0 })
  return { broken, notes, addresses: summary.addresses }
}

function wholeCrawl(): ReturnType<typeof resultOf> {
  return new VirtualLoop().runSync(function* main() {
    const { state, task } = begin(new FakeSite(SCRIPT), [])
    yield* task
    return resultOf(state)
  })
}

/** 1,000 programs: 50 moments, each in 20 orders of the tasks. */
const MOMENTS = 50
const ORDERS = 20

it('Ctrl-C loses no result, whenever it comes and in whatever order the tasks ran', () => {
  const whole = wholeCrawl()
  for (let moment = 0; moment < MOMENTS; moment++) {
    // A late answer would run into the timeouts of the crawl, which is not what this is about.
    explore({ runs: ORDERS, seed: moment, lateness: 0 }, function* main() {
      const told: Visit[] = []
      const site = new FakeSite(SCRIPT)
      const { state, task } = begin(site, told)
      yield* sleep(5 * moment)
      task.cancel()
      try {
        yield* task
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error
      }
      expect([site.open, state.waiting()]).toEqual([0, []])
      // A visit that was reported is in the map, and so in the report and in the saved state.
      const kept = [...state.map.visits]
      expect(kept).toEqual(told)

      const rest = new FakeSite(SCRIPT)
      const resumed = begin(rest, [], savedAndRestored(START, kept))
      yield* resumed.task
      const asked = new Set(rest.log.map((line) => line.split(' ').at(-1)))
      expect(kept.filter(({ url }) => asked.has(url))).toEqual([])
      expect(resultOf(resumed.state)).toEqual(whole)
    })
  }
})
