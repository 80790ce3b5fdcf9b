import { coroutine, sleep } from '@acoro/core'
import type { Fetcher } from '../fetch/fetcher.ts'
import type { AnswerCache } from './answer-cache.ts'
import { type Asked, ask, read } from './ask.ts'
import type { CrawlState, Mark } from './crawl-state.ts'
import type { HostLimits } from './host-limits.ts'
import type { Limits } from './limits.ts'
import type { RemoteAsker } from './remote-asker.ts'
import type { Received } from './request.ts'
import type { Robots } from './robots.ts'
import type { Visit } from './visit.ts'

/**
 * Visits one address: a bounded number of requests to its host at a time, a timeout on each, and retries. The
 * pause before a retry doubles each time, or is as long as the server asks for. A timeout is not retried,
 * because the address had its whole time.
 *
 * The permit is returned before the pause, so that a flaky page does not hold up others of its host.
 */

const FIRST_PAUSE_MS = 200
/** If the server asks for a longer pause, there is no retry. */
const LONGEST_PAUSE_MS = 60_000

/** Statuses that mean «not now», not «no». */
const MAY_PASS: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

export interface Crew {
  readonly fetcher: Fetcher
  readonly hosts: HostLimits
  readonly limits: Limits
  readonly robots: Robots
  readonly state: CrawlState
  /** What answered well recently, of other sites. */
  readonly cache?: AnswerCache | undefined
  /** Makes the requests in other processes. */
  readonly farm?: RemoteAsker | undefined
}

export const visitAddress = coroutine(function* visitAddress(url: string, crew: Crew) {
  const cached = crew.state.map.isInside(url) ? undefined : crew.cache?.find(url)
  if (cached !== undefined) return { url, outcome: cached, attempts: 0, duration: 0 } satisfies Visit
  if (!(yield* crew.robots.of(url)).allows(url)) {
    return { url, outcome: { kind: 'forbidden' }, attempts: 0, duration: 0 } satisfies Visit
  }
  let duration = 0
  for (let attempts = 1; ; attempts++) {
    const { received, took, mayPass } = yield* attempt(url, crew)
    duration += took
    if (attempts > crew.limits.retries || !mayPass) {
      return { url, outcome: yield* read(received), attempts, duration } satisfies Visit
    }
    const pause = Math.max(FIRST_PAUSE_MS * 2 ** (attempts - 1), askedFor(received))
    yield* sleep(pause)
    duration += pause
  }
})

const attempt = coroutine(function* attempt(url: string, { fetcher, hosts, limits, state, farm }: Crew) {
  using _permit = yield* hosts.of(url).acquire()
  const inside = state.map.isInside(url)
  if (farm !== undefined && url.startsWith('http')) {
    using mark = state.begin(url)
    return judged(mark, yield* farm.ask(url, inside, hosts.pause(url)))
  }
  const pace = hosts.pace(url)
  if (pace !== undefined) yield* pace.acquire()
  using mark = state.begin(url)
  return judged(mark, yield* ask(fetcher, url, inside, limits))
})

function judged(
  mark: Mark,
  { received, took, lasting }: Asked,
): { received: Received; took: number; mayPass: boolean } {
  if (received.kind === 'failed') mark.failed = true
  return { received, took, mayPass: !lasting && mayPass(received) }
}

function mayPass(received: Received): boolean {
  if (received.kind !== 'failed') return false
  const { kind, status } = received.problem
  if (askedFor(received) > LONGEST_PAUSE_MS) return false
  return kind === 'network' || (status !== undefined && MAY_PASS.has(status))
}

/** The pause that the server asks for, in ms. */
function askedFor(received: Received): number {
  return received.kind === 'failed' ? (received.problem.retryAfter ?? 0) : 0
}
