import { coroutine, getRunningLoop, sleep, TimeoutError, timeout } from '@acoro/core'
import { type Fetcher, FetchFailure } from '../fetch/fetcher.ts'
import { readPage } from '../link/read-page.ts'
import { formatDuration } from '../report/format-duration.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { CrawlState } from './crawl-state.ts'
import type { HostLimits } from './host-limits.ts'
import type { Limits } from './limits.ts'
import { type Received, request } from './request.ts'
import type { Robots } from './robots.ts'
import type { Outcome, ProblemKind, Visit } from './visit.ts'

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

const attempt = coroutine(function* attempt(url: string, { fetcher, hosts, limits, state }: Crew) {
  using _permit = yield* hosts.of(url).acquire()
  const pace = hosts.pace(url)
  if (pace !== undefined) yield* pace.acquire()
  using mark = state.begin(url)
  const loop = getRunningLoop()
  const began = loop.time()
  const inside = state.map.isInside(url)
  let received: Received
  let lasting = false
  try {
    received = yield* timeout(limits.timeout, request(fetcher, url, inside, limits))
  } catch (error) {
    // Other errors are not about this address; a CancelledError, for example.
    if (error instanceof TimeoutError) received = silence(limits)
    else if (error instanceof FetchFailure) {
      received = failed(error.kind, error.message)
      lasting = error.lasting
    } else throw error
  }
  if (received.kind === 'failed') mark.failed = true
  return { received, took: loop.time() - began, mayPass: !lasting && mayPass(received) }
})

/** Parses the page, if there is one. This takes none of the server's time, and no permit. */
const read = coroutine(function* read(received: Received) {
  if (received.kind !== 'page') return received
  const { page, truncatedAt } = received
  const content = yield* readPage(page)
  return (
    truncatedAt === undefined ? { kind: 'fine', content } : { kind: 'fine', content, truncatedAt }
  ) satisfies Outcome
})

function silence({ timeout }: Limits): Outcome {
  return failed('timeout', `no answer within ${formatDuration(timeout)}`)
}

function failed(kind: ProblemKind, reason: string): Outcome {
  return { kind: 'failed', problem: { kind, reason } }
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
