import { baseOf, type SiteMap, type Sitemap } from '../crawl/site-map.ts'
import type { Visit } from '../crawl/visit.ts'
import { type Link, resolveLink } from '../link/resolve-link.ts'
import { follow } from './follow.ts'
import { judge } from './judge.ts'
import type { BrokenLink, Note, Report, Summary } from './report.ts'

/**
 * Builds the report from the map of a crawl. It is a pure function, so an interrupted crawl is reported like
 * a complete one.
 *
 * The visits are read once, from disk, and only broken links and notes are kept. Everything is sorted by
 * address, so the order of the answers does not show.
 */

export interface CrawlResult {
  readonly map: SiteMap
  readonly complete: boolean
  readonly elapsed: number
  /** The visits taken from an earlier crawl. */
  readonly earlier?: { readonly addresses: number; readonly duration: number }
}

export function buildReport({ map, complete, elapsed, earlier }: CrawlResult): Report {
  const tally = new Tally(map)
  const ofStart = map.starts.flatMap((start) =>
    tally.check(null, start, { kind: 'address', url: start, fragment: '' }),
  )
  const ofPages: BrokenLink[] = []
  const ofSitemaps: BrokenLink[] = []
  const notes: Note[] = []
  for (const visit of map.visits) {
    ofPages.push(...tally.visit(visit))
    notes.push(...notesOn(map, visit))
  }
  const sitemapNotes: Note[] = []
  for (const sitemap of map.sitemaps()) {
    ofSitemaps.push(...tally.sitemap(sitemap))
    sitemapNotes.push(...notesOnSitemap(sitemap))
  }
  return {
    start: map.start,
    complete,
    summary: tally.summary(elapsed, earlier),
    broken: [...ofStart, ...sortBy(ofPages, ({ page }) => page ?? ''), ...ofSitemaps],
    notes: [...sortBy(notes, ({ url }) => url), ...sitemapNotes],
  }
}

/** Counts link by link and visit by visit. */
class Tally {
  readonly #map: SiteMap
  readonly #skipped = new Map<string, number>()
  #addresses = 0
  #pages = 0
  #links = 0
  #requests = 0
  #cached = 0
  #unchecked = 0
  #excluded = 0
  #oneByOne = 0

  constructor(map: SiteMap) {
    this.#map = map
  }

  /** Counts the visit and its links. Returns the broken links. */
  visit({ url, outcome, attempts, duration }: Visit): BrokenLink[] {
    if (outcome.kind === 'forbidden') return []
    this.#addresses++
    this.#requests += attempts
    if (attempts === 0) this.#cached++
    this.#oneByOne += duration
    if (outcome.kind !== 'fine' || outcome.content === undefined) return []
    if (this.#map.depthOf(url)! >= this.#map.maxDepth) return []
    if (outcome.content.isStyleSheet !== true) this.#pages++
    return this.#checkAll(url, outcome.content.links, baseOf(url, outcome.content.base))
  }

  /** Counts the links of a sitemap, which are one click from the start. */
  sitemap({ url, links }: Sitemap): BrokenLink[] {
    return this.#map.maxDepth < 1 ? [] : this.#checkAll(url, links, url)
  }

  /** Returns the link if it is broken, else nothing. */
  check(page: string | null, written: string, link: Link): BrokenLink[] {
    if (link.kind === 'other') {
      this.#skipped.set(link.scheme, (this.#skipped.get(link.scheme) ?? 0) + 1)
      return []
    }
    const verdict = judge(this.#map, link)
    if (verdict === 'unchecked') this.#unchecked++
    else if (verdict === 'excluded') this.#excluded++
    else if (verdict !== 'fine') return [{ page, link: written, target: targetOf(link, written), ...verdict }]
    return []
  }

  summary(elapsed: number, earlier: CrawlResult['earlier'] = { addresses: 0, duration: 0 }): Summary {
    // The most frequent scheme first.
    const skipped = sortBy([...this.#skipped], ([scheme]) => scheme).sort(([, a], [, b]) => b - a)
    return {
      addresses: this.#addresses,
      earlier: earlier.addresses,
      pages: this.#pages,
      links: this.#links,
      requests: this.#requests,
      ...(this.#cached > 0 && { cached: this.#cached }),
      skipped: Object.fromEntries(skipped),
      unchecked: this.#unchecked,
      excluded: this.#excluded,
      elapsed: Math.round(elapsed),
      oneByOne: Math.round(this.#oneByOne - earlier.duration),
    }
  }

  #checkAll(page: string, links: readonly string[], base: string): BrokenLink[] {
    this.#links += links.length
    return links.flatMap((written) => this.check(page, written, resolveLink(written, base)))
  }
}

function notesOn(map: SiteMap, { url, outcome, attempts }: Visit): Note[] {
  if (outcome.kind === 'failed' || outcome.kind === 'forbidden') return []
  const notes: Note[] = []
  if (attempts > 1) notes.push({ kind: 'recovered', url, reason: `answered at try ${attempts}` })
  if (outcome.kind === 'fine' && outcome.truncatedAt !== undefined) {
    const read = (outcome.truncatedAt / 1024 / 1024).toFixed(1)
    notes.push({ kind: 'truncated', url, reason: `only its first ${read} MB were read for links` })
  }
  // A chain is noted at its first address. The other addresses have redirects before them.
  const destination = outcome.kind === 'redirect' && map.hopsOf(url) === 0 ? follow(map, url) : undefined
  if (destination?.kind === 'arrived' && destination.hops > 1) {
    notes.push({ kind: 'redirect-chain', url, reason: `${destination.hops} redirects to ${destination.url}` })
  }
  return notes
}

function notesOnSitemap({ url, problem }: Sitemap): Note[] {
  if (problem === undefined) return []
  return [{ kind: 'sitemap', url, reason: `robots.txt names this sitemap: ${problem}` }]
}

function targetOf(link: Link, written: string): string {
  if (link.kind !== 'address') return written
  return link.fragment === '' ? link.url : `${link.url}#${link.fragment}`
}

/**
 * Sorts by code unit, which is the same on every machine; `localeCompare` depends on the locale. Equal items
 * keep their order.
 */
function sortBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
