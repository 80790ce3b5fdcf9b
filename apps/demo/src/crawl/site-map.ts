import { resolveLink } from '../link/resolve-link.ts'
import type { Visit } from './visit.ts'

/**
 * Every address that was found, how far from the start it is, and what came of it.
 *
 * Workers finish in any order, so an address can be found first over a long way and later over a short one.
 * With a depth limit that would make the result depend on timing. So a shorter way lowers the depth of what
 * is known already, and of all that hangs on it: the result is that of a breadth-first search, whatever the order.
 *
 * Invariant: each address is given to `enqueue` at most once.
 */

/** A server may answer each redirect with a new one for ever. */
export const MAX_REDIRECTS = 10

export interface Entry {
  readonly url: string
  /** Clicks from the start. */
  depth: number
  /** Redirects since the last click. */
  hops: number
  visit: Visit | undefined
}

/** A sitemap that was read, or could not be. */
export interface Sitemap {
  readonly url: string
  readonly links: readonly string[]
  readonly problem: string | undefined
}

export class SiteMap {
  readonly start: string
  readonly maxDepth: number
  readonly sitemaps: Sitemap[] = []
  readonly #enqueue: (url: string) => void
  readonly #wants: (url: string) => boolean
  readonly #entries = new Map<string, Entry>()
  /** Origins whose pages are read. One, or more where the start redirects to another. */
  readonly #origins = new Set<string>()
  #visited = 0

  constructor(
    start: string,
    maxDepth: number,
    enqueue: (url: string) => void,
    wants: (url: string) => boolean = () => true,
  ) {
    this.start = start
    this.maxDepth = maxDepth
    this.#enqueue = enqueue
    this.#wants = wants
    this.#origins.add(new URL(start).origin)
    this.#offer(start, 0, 0)
  }

  /** How many addresses were found. */
  get found(): number {
    return this.#entries.size
  }

  /** How many of them were visited. */
  get visited(): number {
    return this.#visited
  }

  /** Whether the address belongs to the checked site, so that its links count. */
  isInside(url: string): boolean {
    return this.#origins.has(new URL(url).origin)
  }

  /** Whether the address is to be checked at all. */
  isWanted(url: string): boolean {
    return url === this.start || this.#wants(url)
  }

  /** Takes in the links of a sitemap, which count as those of the start do. */
  addSitemap(url: string, links: readonly string[], problem?: string): void {
    this.sitemaps.push({ url, links, problem })
    for (const link of links) {
      const target = resolveLink(link, url)
      if (target.kind !== 'address') continue
      const nearer = this.#offer(target.url, 1, 0)
      if (nearer) this.#spread([nearer])
    }
  }

  get(url: string): Entry | undefined {
    return this.#entries.get(url)
  }

  entries(): Iterable<Entry> {
    return this.#entries.values()
  }

  /** Keeps what came of a visit, and offers whatever it leads to. */
  record(visit: Visit): void {
    const entry = this.#entries.get(visit.url)
    if (entry === undefined) throw new Error(`${visit.url} was visited without having been found`)
    entry.visit = visit
    this.#visited++
    // The visitor typed example.org and the site lives at www.example.org: that is the site they meant.
    if (visit.outcome.kind === 'redirect' && entry.depth === 0) {
      this.#origins.add(new URL(visit.outcome.to).origin)
    }
    this.#spread([entry])
  }

  /** Offers what the entries lead to, on and on while a way gets shorter: a worklist, as chains can be long. */
  #spread(worklist: Entry[]): void {
    for (let entry = worklist.pop(); entry !== undefined; entry = worklist.pop()) {
      const outcome = entry.visit?.outcome
      if (outcome?.kind === 'redirect') {
        const nearer = this.#offer(outcome.to, entry.depth, entry.hops + 1)
        if (nearer) worklist.push(nearer)
      } else if (outcome?.kind === 'fine' && outcome.content) {
        for (const link of outcome.content.links) {
          const target = resolveLink(link, baseOf(entry.url, outcome.content.base))
          if (target.kind !== 'address') continue
          const nearer = this.#offer(target.url, entry.depth + 1, 0)
          if (nearer) worklist.push(nearer)
        }
      }
    }
  }

  /** Answers the entry where it was known, and is now nearer than before. */
  #offer(url: string, depth: number, hops: number): Entry | undefined {
    if (depth > this.maxDepth || hops > MAX_REDIRECTS) return undefined
    const known = this.#entries.get(url)
    if (known === undefined) {
      if (!this.isWanted(url)) return undefined
      this.#entries.set(url, { url, depth, hops, visit: undefined })
      this.#enqueue(url)
      return undefined
    }
    if (depth >= known.depth && hops >= known.hops) return undefined
    known.depth = Math.min(depth, known.depth)
    known.hops = Math.min(hops, known.hops)
    return known
  }
}

/** Against what the links of a page are meant: its address, or its `<base href>`. */
export function baseOf(url: string, base: string | undefined): string {
  return base !== undefined && URL.canParse(base, url) ? new URL(base, url).href : url
}
