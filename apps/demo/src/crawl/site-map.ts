import { resolveLink } from '../link/resolve-link.ts'
import { AddressBook } from '../store/address-book.ts'
import { Column } from '../store/column.ts'
import { Spool } from '../store/spool.ts'
import type { Visit } from './visit.ts'
import { VisitLog } from './visit-log.ts'

/**
 * Every address that was found, its distance from the start, and its outcome. An address takes some 30 bytes
 * of memory. The visits, with the links and anchors of the pages, are on disk.
 *
 * Workers finish in any order. So an address can be found first by a long way, and later by a short one. With
 * a depth limit the result would depend on timing. So a shorter way lowers the depth of a known address, and
 * of every address behind it. The result is that of a breadth-first search, whatever the order.
 *
 * Invariant: `enqueue` gets each address at most once.
 */

/** A server may answer every redirect with another one. */
export const MAX_REDIRECTS = 10

/** A sitemap, or the reason why it could not be read. */
export interface Sitemap {
  readonly url: string
  readonly links: readonly string[]
  readonly problem?: string
}

type Kind = Visit['outcome']['kind']

/** The outcomes by number; 0 is an address that was not visited. */
const KINDS: readonly Kind[] = ['fine', 'redirect', 'failed', 'forbidden']

export class SiteMap implements Disposable {
  /** The first of `starts`. */
  readonly start: string
  readonly starts: readonly string[]
  readonly maxDepth: number
  readonly visits: VisitLog = new VisitLog()
  readonly #enqueue: (url: string) => void
  readonly #wants: (url: string) => boolean
  readonly #book = new AddressBook()
  /** By the number of the address: clicks from the start, and redirects since the last click. */
  readonly #depths = new Column(Uint32Array)
  readonly #hops = new Column(Uint8Array)
  readonly #outcomes = new Column(Uint8Array)
  /** By the number of the address: the place in the log of visits. */
  readonly #where = new Column(Float64Array)
  readonly #sitemaps = new Spool()
  /** The origins whose pages are read: those of the starts, and those that a start redirects to. */
  readonly #origins = new Set<string>()
  /** The folders of the starts that are files. The files in them are read. */
  readonly #folders: string[] = []
  readonly #most: number
  /** How many addresses of the site itself were found. */
  #inside = 0
  readonly #counts: Record<Kind, number> = { fine: 0, redirect: 0, failed: 0, forbidden: 0 }

  constructor(
    starts: string | readonly string[],
    maxDepth: number,
    enqueue: (url: string) => void,
    wants: (url: string) => boolean = () => true,
    /** The most addresses of the site itself to ask for. */
    most: number = Number.POSITIVE_INFINITY,
  ) {
    this.starts = [starts].flat()
    this.start = this.starts[0]!
    this.maxDepth = maxDepth
    this.#enqueue = enqueue
    this.#wants = wants
    this.#most = most
    for (const start of this.starts) {
      if (start.startsWith('file:')) this.#folders.push(new URL('.', start).href)
      else this.#origins.add(new URL(start).origin)
    }
    for (const start of this.starts) this.#offer(start, 0, 0)
  }

  /** How many addresses were found. */
  get found(): number {
    return this.#book.size
  }

  /** How many of them were visited. */
  get visited(): number {
    return this.visits.length
  }

  /** How many visits had this outcome. */
  count(outcome: Kind): number {
    return this.#counts[outcome]
  }

  /** Does the address belong to the checked site? Then its page is read for links. */
  isInside(url: string): boolean {
    if (url.startsWith('file:')) return this.#folders.some((folder) => url.startsWith(folder))
    return this.#origins.has(new URL(url).origin)
  }

  /** Is the address to be checked at all? */
  isWanted(url: string): boolean {
    if (this.starts.includes(url)) return true
    if (!this.#wants(url)) return false
    return this.#inside < this.#most || !this.isInside(url) || this.#book.find(url) !== undefined
  }

  /** Clicks from the start. Without a depth limit, every address but the starts has 1. */
  depthOf(url: string): number | undefined {
    const address = this.#book.find(url)
    return address === undefined ? undefined : this.#depths.get(address)
  }

  /** Redirects since the last click. */
  hopsOf(url: string): number | undefined {
    const address = this.#book.find(url)
    return address === undefined ? undefined : this.#hops.get(address)
  }

  /** The outcome of the address; `undefined` if it was not visited. */
  outcomeOf(url: string): Kind | undefined {
    const address = this.#book.find(url)
    return address === undefined ? undefined : KINDS[this.#outcomes.get(address) - 1]
  }

  /** The whole visit, which may have to be read from disk. */
  visitOf(url: string): Visit | undefined {
    const address = this.#book.find(url)
    return address === undefined ? undefined : this.#visit(address)
  }

  /** Adds the links of a sitemap. They count as links of the start. */
  addSitemap(sitemap: Sitemap): void {
    this.#sitemaps.append(JSON.stringify(sitemap))
    const nearer: number[] = []
    this.#offerLinks(sitemap.links, sitemap.url, 1, nearer)
    this.#spread(nearer)
  }

  *sitemaps(): Generator<Sitemap> {
    for (const [line] of this.#sitemaps.lines()) yield JSON.parse(line)
  }

  /** Keeps a visit, and offers the addresses that it leads to. */
  record(visit: Visit): void {
    const address = this.#book.find(visit.url)
    if (address === undefined) throw new Error(`${visit.url} was visited without having been found`)
    this.#where.set(address, this.visits.append(visit))
    this.#outcomes.set(address, KINDS.indexOf(visit.outcome.kind) + 1)
    this.#counts[visit.outcome.kind]++
    // The user typed example.org, and the site is at www.example.org: this is the site they meant.
    if (visit.outcome.kind === 'redirect' && this.#depths.get(address) === 0) {
      this.#origins.add(new URL(visit.outcome.to).origin)
    }
    const nearer: number[] = []
    this.#follow(address, visit, nearer)
    this.#spread(nearer)
  }

  [Symbol.dispose](): void {
    this.visits[Symbol.dispose]()
    this.#sitemaps[Symbol.dispose]()
  }

  #visit(address: number): Visit | undefined {
    return this.#outcomes.get(address) === 0 ? undefined : this.visits.at(this.#where.get(address))
  }

  /**
   * Offers what these addresses lead to, as long as a way gets shorter. It is a worklist, because chains can
   * be long.
   */
  #spread(nearer: number[]): void {
    for (let address = nearer.pop(); address !== undefined; address = nearer.pop()) {
      const visit = this.#visit(address)
      if (visit !== undefined) this.#follow(address, visit, nearer)
    }
  }

  #follow(address: number, { url, outcome }: Visit, nearer: number[]): void {
    const depth = this.#depths.get(address)
    if (outcome.kind === 'redirect') {
      this.#offer(outcome.to, depth, this.#hops.get(address) + 1, nearer)
    } else if (outcome.kind === 'fine' && outcome.content) {
      const { links, base } = outcome.content
      this.#offerLinks(links, baseOf(url, base), depth + 1, nearer)
    }
  }

  #offerLinks(links: readonly string[], base: string, depth: number, nearer: number[]): void {
    for (const link of links) {
      const target = resolveLink(link, base)
      if (target.kind === 'address') this.#offer(target.url, depth, 0, nearer)
    }
  }

  /** Adds the address to `nearer` if it was known, and is nearer now. */
  #offer(url: string, clicks: number, hops: number, nearer?: number[]): void {
    if (clicks > this.maxDepth || hops > MAX_REDIRECTS) return
    // Without a limit the distance does not matter, and nothing has to be read again.
    const depth = this.maxDepth === Number.POSITIVE_INFINITY ? Math.min(clicks, 1) : clicks
    const address = this.#book.find(url)
    if (address === undefined) {
      if (!this.isWanted(url)) return
      const added = this.#book.add(url)
      if (this.isInside(url)) this.#inside++
      this.#depths.set(added, depth)
      this.#hops.set(added, hops)
      this.#enqueue(url)
      return
    }
    const knownDepth = this.#depths.get(address)
    const knownHops = this.#hops.get(address)
    if (depth >= knownDepth && hops >= knownHops) return
    this.#depths.set(address, Math.min(depth, knownDepth))
    this.#hops.set(address, Math.min(hops, knownHops))
    nearer?.push(address)
  }
}

/** The base of the links of a page: its address, or its `<base href>`. */
export function baseOf(url: string, base: string | undefined): string {
  return base !== undefined && URL.canParse(base, url) ? new URL(base, url).href : url
}
