import { Frontier } from './frontier.ts'
import type { KnownVisits } from './known-visits.ts'
import { SiteMap, type Sitemap } from './site-map.ts'
import { Timeline } from './timeline.ts'
import type { Visit } from './visit.ts'

/**
 * What a crawl knows at any moment. It is apart from the coroutines that change it, so that the progress bar
 * can look at it, and a crawl that was interrupted can still be reported, saved, and gone on with.
 */

export interface CrawlOptions {
  /** Which addresses are to be checked; all unless given. The start always is. */
  readonly wants?: (url: string) => boolean
  /** What an earlier crawl found out: these addresses are not asked for again. */
  readonly known?: KnownVisits
  /** At most so many addresses of the site itself are asked for. */
  readonly maxPages?: number
  /** Told of each visit as it ends. */
  readonly onVisit?: (visit: Visit) => void
}

/** A request on its way; disposing it says that it has ended. */
export interface Mark extends Disposable {
  failed: boolean
}

export class CrawlState implements Disposable {
  readonly frontier: Frontier = new Frontier()
  readonly timeline: Timeline = new Timeline()
  readonly map: SiteMap
  /** What was taken over from an earlier crawl: addresses, and the ms that they took then. */
  readonly earlier: { addresses: number; duration: number } = { addresses: 0, duration: 0 }
  readonly #now: () => number
  readonly #began: number
  readonly #waiting = new Map<Mark, { readonly url: string; readonly began: number }>()
  readonly #known: KnownVisits | undefined
  /** Where they are among those known. */
  readonly #replayable: number[] = []
  readonly #onVisit: ((visit: Visit) => void) | undefined

  /** `now` is the loop's clock: ms. */
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

  /** Addresses that came to nothing. */
  get failed(): number {
    return this.map.count('failed')
  }

  #found(url: string): void {
    const where = this.#known?.find(url)
    if (where === undefined) this.frontier.put(url)
    else this.#replayable.push(where)
  }

  /** What was known before is recorded once something leads there: a worklist, as chains can be long. */
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

  /** Marks a request as on its way until the mark is disposed. */
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

  /** Takes in the links of a sitemap, or why there are none. */
  recordSitemap(sitemap: Sitemap): void {
    this.map.addSitemap(sitemap)
    this.#replay()
  }

  /** The requests on their way, those that wait longest first. */
  waiting(): { readonly url: string; readonly waited: number }[] {
    const now = this.elapsed()
    // Insertion order is order of start.
    return [...this.#waiting.values()].map(({ url, began }) => ({ url, waited: now - began }))
  }

  /** Forgets it all: the temporary files are gone. */
  [Symbol.dispose](): void {
    this.frontier[Symbol.dispose]()
    this.map[Symbol.dispose]()
  }
}
