import { coroutine } from '@acoro/core'
import { KeyedLock } from '@acoro/sync'
import parser from 'robots-parser'
import type { Fetcher } from '../fetch/fetcher.ts'
import { fetchText } from './fetch-text.ts'
import type { HostLimits } from './host-limits.ts'
import type { Limits } from './limits.ts'

/**
 * The rules of each origin for robots. They are read once, when they are first needed. Each origin has a
 * lock, so that the other workers wait for that one answer, and only for that.
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
  readonly #locks = new KeyedLock<string>({ name: 'robots.txt' })
  readonly #rules = new Map<string, Rules>()

  constructor(fetcher: Fetcher, limits: Limits, hosts: HostLimits) {
    this.#fetcher = fetcher
    this.#limits = limits
    this.#hosts = hosts
  }

  /** The rules of the origin of `url`. */
  readonly of = coroutine(function* rulesOf(this: Robots, url: string) {
    if (!this.#limits.robots || !url.startsWith('http')) return EVERYTHING
    const { origin } = new URL(url)
    const known = this.#rules.get(origin)
    if (known !== undefined) return known
    using _held = yield* this.#locks.acquire(origin)
    let rules = this.#rules.get(origin)
    if (rules === undefined) {
      rules = yield* this.#read(origin)
      this.#rules.set(origin, rules)
    }
    return rules
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
