import { baseOf, type Entry, type SiteMap } from '../crawl/site-map.ts'
import type { Visit } from '../crawl/visit.ts'
import { type Link, resolveLink } from '../link/resolve-link.ts'
import { follow } from './follow.ts'
import type { BrokenLink, Note, Report } from './report.ts'

/**
 * From the map of a crawl, finished or not, to the report: a pure function, so that an interrupted crawl is
 * reported in the same way as a complete one. Everything is sorted by address: the order in which answers
 * came in does not show.
 */

export interface CrawlResult {
  readonly map: SiteMap
  readonly complete: boolean
  readonly elapsed: number
}

export function buildReport({ map, complete, elapsed }: CrawlResult): Report {
  const entries = [...map.entries()].sort((a, b) => compare(a.url, b.url))
  const visits = entries.flatMap(({ visit }) =>
    visit === undefined || visit.outcome.kind === 'forbidden' ? [] : [visit],
  )
  const pages = entries.filter((entry) => entry.depth < map.maxDepth && contentOf(entry.visit) !== undefined)

  const broken: BrokenLink[] = []
  const skipped: Record<string, number> = {}
  let links = 0
  let unchecked = 0
  let excluded = 0

  const check = (page: string | null, written: string, link: Link): void => {
    if (link.kind === 'other') {
      skipped[link.scheme] = (skipped[link.scheme] ?? 0) + 1
      return
    }
    const verdict = judge(map, link)
    if (verdict === 'unchecked') unchecked++
    else if (verdict === 'excluded') excluded++
    else if (verdict !== 'fine')
      broken.push({ page, link: written, target: targetOf(link, written), ...verdict })
  }

  check(null, map.start, { kind: 'address', url: map.start, fragment: '' })
  for (const entry of pages) {
    const content = contentOf(entry.visit)!
    const base = baseOf(entry.url, content.base)
    links += content.links.length
    for (const written of content.links) check(entry.url, written, resolveLink(written, base))
  }

  // Its links are one click from the start.
  for (const { url, links: locations } of map.maxDepth < 1 ? [] : map.sitemaps) {
    links += locations.length
    for (const written of locations) check(url, written, resolveLink(written, url))
  }

  return {
    start: map.start,
    complete,
    summary: {
      addresses: visits.length,
      pages: pages.length,
      links,
      requests: sum(visits, (visit) => visit.attempts),
      skipped,
      unchecked,
      excluded,
      elapsed: Math.round(elapsed),
      oneByOne: Math.round(sum(visits, (visit) => visit.duration)),
    },
    broken,
    notes: [...entries.flatMap((entry) => notesOn(map, entry)), ...notesOnSitemaps(map)],
  }
}

type Verdict = 'fine' | 'unchecked' | 'excluded' | Pick<BrokenLink, 'kind' | 'reason' | 'status'>

function judge(map: SiteMap, link: Exclude<Link, { kind: 'other' }>): Verdict {
  if (link.kind === 'bad') return { kind: 'bad-link', reason: link.reason }
  const destination = follow(map, link.url)
  if (destination.kind === 'unvisited') return 'unchecked'
  if (destination.kind === 'excluded') return 'excluded'
  if (destination.kind === 'failed') {
    const { kind, reason, status } = destination.problem
    return status === undefined ? { kind, reason } : { kind, reason, status }
  }
  return hasAnchor(destination.visit, link.fragment)
    ? 'fine'
    : { kind: 'missing-anchor', reason: `no anchor "${link.fragment}" on that page` }
}

/** Only where the whole page was read can an anchor be said to be missing. */
function hasAnchor({ outcome }: Visit, fragment: string): boolean {
  if (outcome.kind !== 'fine' || outcome.content === undefined || outcome.truncatedAt !== undefined)
    return true
  // "#" and "#top" are the top of any page; ":~:" begins a text fragment, which is not an anchor.
  if (fragment === '' || fragment.toLowerCase() === 'top' || fragment.includes(':~:')) return true
  return outcome.content.anchors.has(fragment)
}

function notesOn(map: SiteMap, { url, hops, visit }: Entry): Note[] {
  const outcome = visit?.outcome
  if (
    visit === undefined ||
    outcome === undefined ||
    outcome.kind === 'failed' ||
    outcome.kind === 'forbidden'
  )
    return []
  const notes: Note[] = []
  if (visit.attempts > 1) notes.push({ kind: 'recovered', url, reason: `answered at try ${visit.attempts}` })
  if (outcome.kind === 'fine' && outcome.truncatedAt !== undefined) {
    const read = (outcome.truncatedAt / 1024 / 1024).toFixed(1)
    notes.push({ kind: 'truncated', url, reason: `only its first ${read} MB were read for links` })
  }
  // A chain is noted at its head: what follows has redirects before it.
  const destination = outcome.kind === 'redirect' && hops === 0 ? follow(map, url) : undefined
  if (destination?.kind === 'arrived' && destination.hops > 1) {
    const reason = `${destination.hops} redirects to ${destination.visit.url}`
    notes.push({ kind: 'redirect-chain', url, reason })
  }
  return notes
}

function notesOnSitemaps({ sitemaps }: SiteMap): Note[] {
  return sitemaps.flatMap(({ url, problem }) =>
    problem === undefined
      ? []
      : [{ kind: 'sitemap', url, reason: `robots.txt names this sitemap: ${problem}` }],
  )
}

function contentOf(visit: Visit | undefined) {
  return visit?.outcome.kind === 'fine' ? visit.outcome.content : undefined
}

function targetOf(link: Link, written: string): string {
  if (link.kind !== 'address') return written
  return link.fragment === '' ? link.url : `${link.url}#${link.fragment}`
}

function sum(visits: readonly Visit[], value: (visit: Visit) => number): number {
  return visits.reduce((total, visit) => total + value(visit), 0)
}

/** By code unit, the same on every machine: `localeCompare` depends on the locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
