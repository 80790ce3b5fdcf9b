import { Queue } from '@acoro/sync'
import { SiteMap } from './site-map.ts'
import type { Visit } from './visit.ts'

/**
 * What a crawl knows at any moment. It is apart from the coroutines that change it, so that the progress bar
 * can look at it, and a crawl that was interrupted can still be reported, saved, and gone on with.
 */

/** One request as it happened: ms since the crawl began. */
export interface Span {
  readonly url: string
  readonly began: number
  readonly ended: number
  readonly failed: boolean
}

export interface CrawlOptions {
  /** Which addresses are to be checked; all unless given. The start always is. */
  readonly wants?: (url: string) => boolean
  /** What an earlier crawl found out: these addresses are not asked for again. */
  readonly known?: Iterable<Visit>
  /** Told of each visit as it ends. */
  readonly onVisit?: (visit: Visit) => void
}

/** A request on its way; disposing it says that it has ended. */
export interface Mark extends Disposable {
  failed: boolean
}

export class CrawlState {
  readonly queue: Queue<string> = new Queue()
  readonly map: SiteMap
  /** Every request that has ended, in that order. */
  readonly spans: Span[] = []
  /** Addresses that came to nothing. */
  failed = 0
  readonly #now: () => number
  readonly #began: number
  readonly #waiting = new Map<Mark, { readonly url: string; readonly began: number }>()
  readonly #known: ReadonlyMap<string, Visit>
  readonly #replayable: Visit[] = []
  readonly #onVisit: ((visit: Visit) => void) | undefined

  /** `now` is the loop's clock: ms. */
  constructor(start: string, depth: number, now: () => number, options: CrawlOptions = {}) {
    this.#now = now
    this.#began = now()
    this.#onVisit = options.onVisit
    this.#known = new Map([...(options.known ?? [])].map((visit) => [visit.url, visit]))
    this.map = new SiteMap(start, depth, (url) => this.#found(url), options.wants)
    this.#replay()
  }

  #found(url: string): void {
    const visit = this.#known.get(url)
    if (visit === undefined) this.queue.putNowait(url)
    else this.#replayable.push(visit)
  }

  /** What was known before is recorded once something leads there: a worklist, as chains can be long. */
  #replay(): void {
    for (let visit = this.#replayable.pop(); visit !== undefined; visit = this.#replayable.pop()) {
      if (visit.outcome.kind === 'failed') this.failed++
      this.map.record(visit)
    }
  }

  elapsed(): number {
    return this.#now() - this.#began
  }

  /** Marks a request as on its way until the mark is disposed. */
  begin(url: string): Mark {
    const mark: Mark = { failed: false, [Symbol.dispose]: () => this.#end(mark) }
    this.#waiting.set(mark, { url, began: this.elapsed() })
    return mark
  }

  #end(mark: Mark): void {
    const { url, began } = this.#waiting.get(mark)!
    this.#waiting.delete(mark)
    this.spans.push({ url, began, ended: this.elapsed(), failed: mark.failed })
  }

  record(visit: Visit): void {
    if (visit.outcome.kind === 'failed') this.failed++
    this.map.record(visit)
    this.#replay()
    this.#onVisit?.(visit)
  }

  /** The requests on their way, those that wait longest first. */
  waiting(): { readonly url: string; readonly waited: number }[] {
    const now = this.elapsed()
    // Insertion order is order of start.
    return [...this.#waiting.values()].map(({ url, began }) => ({ url, waited: now - began }))
  }
}
