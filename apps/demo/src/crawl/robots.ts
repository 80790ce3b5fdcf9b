import { type Coroutine, coroutine } from '@acoro/core'
import { memoize } from '@acoro/service'
import parser from 'robots-parser'
import type { Fetcher } from '../fetch/fetcher.ts'
import { fetchText } from './fetch-text.ts'
import type { HostLimits } from './host-limits.ts'
import type { Limits } from './limits.ts'

/**
 * The rules of each origin for robots. They are read once, when they are first needed. The other workers wait
 * for that one answer, and if the worker that asked first is cancelled, they still get it.
 *
 * As in RFC 9309: without a robots.txt (a 4xx) everything is allowed, and if the server fails (a 5xx) nothing
 * is. If no answer comes at all, the pages will show that.
 *
 * Other sites are asked, too, although only their status is checked. LinkChecker and the W3C's checker do the
 * same.
 */

export const ROBOT_NAME = 'linkcheck'
const MAX_BYTES = 500 * 1024

export interface Rules {
  allows(url: string): boolean
  readonly sitemaps: readonly string[]
}

// Its types describe an ES module with a default export, but it is CommonJS.
const parse = parser as unknown as typeof parser.default

const EVERYTHING: Rules = { allows: () => true, sitemaps: [] }

export class Robots {
  readonly #fetcher: Fetcher
  readonly #limits: Limits
  readonly #hosts: HostLimits

  constructor(fetcher: Fetcher, limits: Limits, hosts: HostLimits) {
    this.#fetcher = fetcher
    this.#limits = limits
    this.#hosts = hosts
  }

  /** The rules of the origin of `url`. */
  readonly of = coroutine(function* rulesOf(this: Robots, url: string) {
    if (!this.#limits.robots || !url.startsWith('http')) return EVERYTHING
    return yield* this.#rulesOf(new URL(url).origin)
  })

  readonly #rulesOf = memoize((origin: string): Coroutine<Rules> => this.#read(origin), {
    max: Infinity,
    name: 'robots.txt',
  })

  readonly #read = coroutine(function* readRobots(this: Robots, origin: string) {
    const url = `${origin}/robots.txt`
    const { timeout } = this.#limits
    const answer = yield* fetchText(this.#fetcher, url, { timeout, most: MAX_BYTES })
    if (answer.kind === 'failed') {
      return (answer.status ?? 0) >= 500 ? { allows: () => false, sitemaps: [] } : EVERYTHING
    }
    const robots = parse(url, answer.text)
    const pause = robots.getCrawlDelay(ROBOT_NAME)
    if (pause !== undefined && pause > 0) this.#hosts.slowDown(origin, 1000 * pause)
    return {
      allows: (page: string) => robots.isAllowed(page, ROBOT_NAME) !== false,
      sitemaps: robots.getSitemaps(),
    }
  })
}
