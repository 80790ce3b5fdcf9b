import type { Outcome, Visit } from './visit.ts'
import { isRecord, parse } from './visit-line.ts'

/**
 * The addresses of other sites that answered well recently, so that a CI need not ask for them in every run.
 * It holds no failures, and no addresses of the checked site, whose pages have to be read.
 *
 * The first line of the file names the format. Each further line holds an address, when it answered (ms since
 * 1970), and where it redirects to.
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

  /** `now` returns the time of day. Answers older than `maxAge` do not count. Both in ms. */
  constructor(now: () => number, maxAge: number) {
    this.#now = now
    this.#maxAge = maxAge
  }

  get size(): number {
    return this.#entries.size
  }

  /** The known outcome of the address; `undefined` if there is none. */
  find(url: string): Outcome | undefined {
    const entry = this.#entries.get(url)
    if (entry === undefined || this.#isOld(entry)) return undefined
    return entry.to === undefined ? { kind: 'fine' } : { kind: 'redirect', to: entry.to }
  }

  /** Remembers a visit that was made just now, if it went well. */
  add({ url, outcome, attempts }: Visit): void {
    if (attempts === 0) return
    this.#entries.delete(url)
    if (outcome.kind === 'fine') this.#entries.set(url, { at: this.#now(), to: undefined })
    else if (outcome.kind === 'redirect') this.#entries.set(url, { at: this.#now(), to: outcome.to })
  }

  /** Reads what `lines()` wrote. Returns the reason if it is not a cache; undefined if all is well. */
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
      // A broken line costs one request, no more.
      if (!Array.isArray(value)) continue
      const [url, at, to] = value as unknown[]
      if (!isUrl(url) || typeof at !== 'number' || (to !== undefined && !isUrl(to))) continue
      // A time in the future comes from a wrong clock.
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
