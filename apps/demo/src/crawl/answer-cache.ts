import type { Outcome, Visit } from './visit.ts'
import { isRecord, parse } from './visit-line.ts'

/**
 * Which addresses of other sites answered well of late: they need not be asked again in each run of a CI. Nothing that
 * failed is remembered, and nothing of the checked site, whose pages have to be read.
 *
 * The file has a line that says what it is, then a line an address: the address, when it answered (ms since 1970), and
 * where it redirects to.
 */

const FORMAT = 'linkcheck-cache'
const VERSION = 1

interface Entry {
  readonly at: number
  readonly to: string | undefined
}

export class AnswerCache {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  readonly #maxAge: number

  /** `now` is the time of day; what is older than `maxAge` counts for nothing. Both in ms. */
  constructor(now: () => number, maxAge: number) {
    this.#now = now
    this.#maxAge = maxAge
  }

  get size(): number {
    return this.#entries.size
  }

  /** What came of the address; `undefined` if nothing is known. */
  find(url: string): Outcome | undefined {
    const entry = this.#entries.get(url)
    if (entry === undefined || this.#isOld(entry)) return undefined
    return entry.to === undefined ? { kind: 'fine' } : { kind: 'redirect', to: entry.to }
  }

  /** Remembers a visit that was made just now, if it ended well. */
  add({ url, outcome, attempts }: Visit): void {
    if (attempts === 0) return
    this.#entries.delete(url)
    if (outcome.kind === 'fine') this.#entries.set(url, { at: this.#now(), to: undefined })
    else if (outcome.kind === 'redirect') this.#entries.set(url, { at: this.#now(), to: outcome.to })
  }

  /** Reads what `lines()` wrote. Returns why it cannot be, and `undefined` if all is well. */
  read(lines: Iterable<string>): string | undefined {
    let hasHead = false
    for (const line of lines) {
      const value = parse(line)
      if (!hasHead) {
        if (!isRecord(value) || value.format !== FORMAT) return 'it is not a cache of linkcheck'
        if (value.version !== VERSION)
          return `expected version ${VERSION} of the format, got ${JSON.stringify(value.version)}`
        hasHead = true
        continue
      }
      // A line that makes no sense costs a request, no more.
      if (!Array.isArray(value)) continue
      const [url, at, to] = value as unknown[]
      if (!isUrl(url) || typeof at !== 'number' || (to !== undefined && !isUrl(to))) continue
      // From a clock that was ahead: not to be believed until that time comes.
      const entry = { at, to }
      if (at <= this.#now() && !this.#isOld(entry)) this.#entries.set(url, entry)
    }
    return undefined
  }

  *lines(): Generator<string> {
    yield `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`
    for (const [url, entry] of this.#entries) {
      if (!this.#isOld(entry))
        yield `${JSON.stringify(entry.to === undefined ? [url, entry.at] : [url, entry.at, entry.to])}\n`
    }
  }

  #isOld({ at }: Entry): boolean {
    return this.#now() - at > this.#maxAge
  }
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value)
}
