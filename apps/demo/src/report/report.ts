import type { ProblemKind } from '../crawl/visit.ts'

/** The report as data: what `--json` prints, and what the text is made from. Durations are in ms. */

/** What is not broken, but worth knowing. */
export type NoteKind = 'recovered' | 'redirect-chain' | 'truncated' | 'sitemap'

export interface BrokenLink {
  /** The page that holds the link; `null` for the address the crawl began with. */
  readonly page: string | null
  /** As written there. */
  readonly link: string
  /** What the link means, with its fragment; as written where it means nothing. */
  readonly target: string
  readonly kind: ProblemKind
  /** Of an `http-status`. */
  readonly status?: number
  readonly reason: string
}

export interface Note {
  readonly kind: NoteKind
  readonly url: string
  readonly reason: string
}

export interface Summary {
  /** Addresses visited, and how many of them hold links that were read. */
  readonly addresses: number
  readonly pages: number
  /** How many of the addresses were visited by an earlier crawl, with which this one went on. */
  readonly earlier: number
  /** Links on those pages, a repeated one once a page. */
  readonly links: number
  /** Tries: each retry is one more, a GET after a refused HEAD is not. */
  readonly requests: number
  /** Addresses that were not asked for, because `--cache` knew them to be fine; left out for none. */
  readonly cached?: number
  /** Links that are not http, by scheme. */
  readonly skipped: Readonly<Record<string, number>>
  /** Links whose address had not been visited when the crawl was interrupted. */
  readonly unchecked: number
  /** Links that robots.txt forbids to follow, or that the options leave out. */
  readonly excluded: number
  readonly elapsed: number
  /** The sum of what each visit of this crawl took: what a checker without concurrency would have needed. */
  readonly oneByOne: number
}

/** How the report compares with the faults planted in the bundled site. */
export interface PlantedVerdict {
  readonly expected: number
  readonly missing: readonly string[]
  readonly unexpected: readonly string[]
}

export interface Report {
  readonly start: string
  /** False where the crawl was interrupted. */
  readonly complete: boolean
  readonly summary: Summary
  readonly broken: readonly BrokenLink[]
  readonly notes: readonly Note[]
  readonly planted?: PlantedVerdict
}
