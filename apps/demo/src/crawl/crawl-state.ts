import { Queue } from '@acoro/sync'
import { SiteMap } from './site-map.ts'
import type { Visit } from './visit.ts'

/**
 * What a crawl knows at any moment. It is apart from the coroutines that change it, so that the progress bar
 * can look at it, and a crawl that was interrupted can still be reported.
 */
export class CrawlState {
  readonly queue: Queue<string> = new Queue()
  readonly map: SiteMap
  /** Addresses that came to nothing. */
  failed = 0
  readonly #now: () => number
  readonly #began: number
  readonly #waiting = new Map<string, number>()

  /** `now` is the loop's clock: ms. */
  constructor(start: string, depth: number, now: () => number) {
    this.#now = now
    this.#began = now()
    this.map = new SiteMap(start, depth, (url) => this.queue.putNowait(url))
  }

  elapsed(): number {
    return this.#now() - this.#began
  }

  /** Marks a request as on its way until the mark is disposed. */
  begin(url: string): Disposable {
    this.#waiting.set(url, this.#now())
    return { [Symbol.dispose]: () => void this.#waiting.delete(url) }
  }

  record(visit: Visit): void {
    if (visit.outcome.kind === 'failed') this.failed++
    this.map.record(visit)
  }

  /** The requests on their way, those that wait longest first. */
  waiting(): { readonly url: string; readonly waited: number }[] {
    const now = this.#now()
    // Insertion order is order of start.
    return [...this.#waiting].map(([url, began]) => ({ url, waited: now - began }))
  }
}
