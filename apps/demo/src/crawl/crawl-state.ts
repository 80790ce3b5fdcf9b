import { Frontier } from './frontier.ts'
import type { KnownVisits } from './known-visits.ts'
import { SiteMap, type Sitemap } from './site-map.ts'
import { Timeline } from './timeline.ts'
import type { Visit } from './visit.ts'

/**
 * What a crawl knows at any moment. The coroutines that change it are elsewhere. So the progress bar can read
 * it, and an interrupted crawl can be reported, saved and resumed.
 */

export interface CrawlOptions {
  /** Whether to check an address; all by default. The start is always checked. */
  readonly wants?: (url: string) => boolean
  /** The visits of an earlier crawl. Their addresses are not asked for again. */
  readonly known?: KnownVisits
  /** The most addresses of the site itself to ask for. */
  readonly maxPages?: number
  /** Called with each visit when it ends. */
  readonly onVisit?: (visit: Visit) => void
}

/** A request under way. Dispose it when the request has ended. */
export interface Mark extends Disposable {
  failed: boolean
}

export class CrawlState implements Disposable {
  readonly frontier: Frontier = new Frontier()
  readonly timeline: Timeline = new Timeline()
  readonly map: SiteMap
  /** The visits taken from an earlier crawl: how many, and the ms they took then. */
  readonly earlier: { addresses: number; duration: number } = { addresses: 0, duration: 0 }
  readonly #now: () => number
  readonly #began: number
  readonly #waiting = new Map<Mark, { readonly url: string; readonly began: number }>()
  readonly #known: KnownVisits | undefined
  /** Places of known visits that are still to be recorded. */
  readonly #replayable: number[] = []
  readonly #onVisit: ((visit: Visit) => void) | undefined

  /** `now` is the clock of the loop, in ms. */
  constructor(
    starts: string | readonly string[],
    depth: number,
    now: () => number,
    options: CrawlOptions = {},
  ) {
    this.#now = now
    this.#began = now()
    this.#onVisit = options.onVisit
    this.#known = options.known
    this.map = new SiteMap(starts, depth, (url) => this.#found(url), options.wants, options.maxPages)
    this.#replay()
  }

  /** How many addresses failed. */
  get failed(): number {
    return this.map.count('failed')
  }

  #found(url: string): void {
    const where = this.#known?.find(url)
    if (where === undefined) this.frontier.put(url)
    else this.#replayable.push(where)
  }

  /** Records known visits once a link leads there. It is a worklist, because chains can be long. */
  #replay(): void {
    for (let where = this.#replayable.pop(); where !== undefined; where = this.#replayable.pop()) {
      const visit = this.#known!.at(where)
      this.map.record(visit)
      if (visit.outcome.kind === 'forbidden') continue
      this.earlier.addresses++
      this.earlier.duration += visit.duration
    }
  }

  elapsed(): number {
    return this.#now() - this.#began
  }

  /** Marks a request as under way until the mark is disposed. */
  begin(url: string): Mark {
    const mark: Mark = { failed: false, [Symbol.dispose]: () => this.#end(mark) }
    const began = this.elapsed()
    this.#waiting.set(mark, { url, began })
    this.timeline.begin(began)
    return mark
  }

  #end(mark: Mark): void {
    const { url, began } = this.#waiting.get(mark)!
    this.#waiting.delete(mark)
    this.timeline.end({ url, began, ended: this.elapsed(), failed: mark.failed })
  }

  record(visit: Visit): void {
    this.map.record(visit)
    this.#replay()
    this.#onVisit?.(visit)
  }

  /** Adds the links of a sitemap, or the reason why there are none. */
  recordSitemap(sitemap: Sitemap): void {
    this.map.addSitemap(sitemap)
    this.#replay()
  }

  /** The requests under way, the longest wait first. */
  waiting(): { readonly url: string; readonly waited: number }[] {
    const now = this.elapsed()
    // A Map keeps the order of insertion, which is the order of the starts.
    return [...this.#waiting.values()].map(({ url, began }) => ({ url, waited: now - began }))
  }

  /** Removes the temporary files. The state cannot be used afterwards. */
  [Symbol.dispose](): void {
    this.frontier[Symbol.dispose]()
    this.map[Symbol.dispose]()
  }
}
