/**
 * The requests of a crawl, as far as the charts of the report can show them. Of a long crawl it keeps the
 * slowest requests, and as many levels of concurrency as a screen has pixels, without losing a peak.
 */

/** One request, in ms since the crawl began. */
export interface Span {
  readonly url: string
  readonly began: number
  readonly ended: number
  readonly failed: boolean
}

/** From `at` on, `open` requests were under way. */
export interface Level {
  readonly at: number
  readonly open: number
}

/** How many requests are kept. */
export const MOST_SPANS = 400
/** How many levels are kept. If there are more, they are thinned out. */
export const MOST_LEVELS = 4000

export class Timeline {
  #count = 0
  #open = 0
  #spans: Span[] = []
  #levels: Level[] = [{ at: 0, open: 0 }]
  /** The time between two levels once they have been thinned, in ms. */
  #resolution = 1

  /** Requests that have ended. */
  get count(): number {
    return this.#count
  }

  /** Notes that a request began. */
  begin(at: number): void {
    this.#step(at, 1)
  }

  /** Notes that a request ended. */
  end(span: Span): void {
    this.#step(span.ended, -1)
    this.#count++
    // Sorting now and then is cheaper than inserting each in order.
    if (this.#spans.push(span) === 2 * MOST_SPANS) this.#spans = slowest(this.#spans)
  }

  /** The longest requests, the slowest first. */
  slowest(): readonly Span[] {
    return slowest(this.#spans)
  }

  /** The levels in order of time. Several changes at one instant make one level. */
  levels(): readonly Level[] {
    return this.#levels
  }

  #step(at: number, by: number): void {
    this.#open += by
    if (this.#levels.at(-1)!.at === at) this.#levels.pop()
    this.#levels.push({ at, open: this.#open })
    if (this.#levels.length > MOST_LEVELS) this.#thin()
  }

  #thin(): void {
    let thinned = thin(this.#levels, this.#resolution)
    while (thinned.length > MOST_LEVELS / 2) {
      this.#resolution *= 2
      thinned = thin(this.#levels, this.#resolution)
    }
    this.#levels = thinned
  }
}

export function lasted({ began, ended }: Span): number {
  return ended - began
}

function slowest(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => lasted(b) - lasted(a)).slice(0, MOST_SPANS)
}

/** Keeps the highest and the last level of each stretch of `resolution` ms. */
function thin(levels: readonly Level[], resolution: number): Level[] {
  const kept: Level[] = []
  for (let first = 0; first < levels.length; ) {
    const { at } = levels[first]!
    let last = first
    let open = 0
    for (; last < levels.length && sameStretch(levels[last]!.at, at, resolution); last++) {
      open = Math.max(open, levels[last]!.open)
    }
    kept.push({ at, open })
    const end = levels[last - 1]!
    if (end.open !== open) kept.push(end)
    first = last
  }
  return kept
}

function sameStretch(a: number, b: number, resolution: number): boolean {
  return Math.floor(a / resolution) === Math.floor(b / resolution)
}
