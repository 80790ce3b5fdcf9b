/**
 * The requests of a crawl, as much of them as the charts of the report can show: of a long crawl the slowest, and of the
 * number on their way at each moment so many steps as a screen has pixels, of which none hides a peak.
 */

/** One request as it happened: ms since the crawl began. */
export interface Span {
  readonly url: string
  readonly began: number
  readonly ended: number
  readonly failed: boolean
}

/** From a moment on, so many requests were on their way. */
export interface Level {
  readonly at: number
  readonly open: number
}

/** How many spans are kept. */
export const MOST_SPANS = 400
/** How many levels are kept at most; when there are more, every second one or so has to go. */
export const MOST_LEVELS = 4000

export class Timeline {
  #count = 0
  #open = 0
  #spans: Span[] = []
  #levels: Level[] = [{ at: 0, open: 0 }]
  /** Between two levels, once they have been thinned: ms. */
  #resolution = 1

  /** Requests that have ended. */
  get count(): number {
    return this.#count
  }

  /** A request began at that moment. */
  begin(at: number): void {
    this.#step(at, 1)
  }

  /** A request has ended. */
  end(span: Span): void {
    this.#step(span.ended, -1)
    this.#count++
    // To sort them now and then is cheaper than to find each its place.
    if (this.#spans.push(span) === 2 * MOST_SPANS) this.#spans = slowest(this.#spans)
  }

  /** The requests that took longest, the slowest first. */
  slowest(): readonly Span[] {
    return slowest(this.#spans)
  }

  /** In order of time; of what happened at one instant, what came of it. */
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

/** Of the levels in each stretch of `resolution` ms, the highest and the last. */
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
