import { coroutine, taskGroup } from '@acoro/core'
import type { Fetcher } from '../fetch/fetcher.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { CrawlState } from './crawl-state.ts'
import { HostLimits } from './host-limits.ts'
import type { Limits } from './limits.ts'
import type { RemoteAsker } from './remote-asker.ts'
import { Robots } from './robots.ts'
import { readSitemaps } from './sitemaps.ts'
import { type Crew, visitAddress } from './visit-address.ts'

/**
 * Workers in a task group take addresses from the frontier, and put new ones into it.
 *
 * `join()` returns when every address has been dealt with. Then no new one can come, and all workers wait, so
 * the group cancels them. If a worker fails, or the crawl is cancelled, the group cancels the others and
 * waits until they have cleaned up.
 */

/**
 * Visits everything that can be reached from the start. `state` holds the visits, also if the crawl is
 * cancelled.
 */
export const crawl = coroutine(function* crawl(
  state: CrawlState,
  fetcher: Fetcher,
  limits: Limits,
  cache?: AnswerCache,
  farm?: RemoteAsker,
) {
  const hosts = new HostLimits(limits.perHost, limits.rate)
  const crew: Crew = {
    state,
    fetcher,
    limits,
    hosts,
    robots: new Robots(fetcher, limits, hosts),
    cache,
    farm,
  }
  yield* taskGroup(function* (group) {
    for (let n = 1; n <= limits.concurrency; n++) group.createTask(work(crew), { name: `worker ${n}` })
    yield* readSitemaps(crew)
    yield* state.frontier.join()
    group.cancel()
  })
})

const work = coroutine(function* work(crew: Crew) {
  const { frontier } = crew.state
  for (;;) {
    const url = yield* frontier.take()
    try {
      const visit = yield* visitAddress(url, crew)
      crew.state.record(visit)
      if (!crew.state.map.isInside(url)) crew.cache?.add(visit)
    } finally {
      frontier.done()
    }
  }
})
