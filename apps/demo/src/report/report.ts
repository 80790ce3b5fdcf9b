import type { ProblemKind } from '../crawl/visit.ts'

/** The report as data, which `--json` prints and the text is made from. Durations are in ms. */

/** What is worth knowing without being broken. */
export type NoteKind = 'recovered' | 'redirect-chain' | 'truncated' | 'sitemap'

export interface BrokenLink {
  /** The page that holds the link; `null` for an address that the crawl started with. */
  readonly page: string | null
  /** The link as written on the page. */
  readonly link: string
  /** The address of the link with its fragment. If it has none: the link as written. */
  readonly target: string
  readonly kind: ProblemKind
  /** The status, if the kind is `http-status`. */
  readonly status?: number
  readonly reason: string
}

export interface Note {
  readonly kind: NoteKind
  readonly url: string
  readonly reason: string
}

export interface Summary {
  /** Visited addresses, and how many of them are pages whose links were read. */
  readonly addresses: number
  readonly pages: number
  /** How many of the addresses an earlier crawl visited. */
  readonly earlier: number
  /** Links of those pages and of style sheets. A repeated link counts once for each page. */
  readonly links: number
  /** Tries: a retry counts, a GET after a refused HEAD does not. */
  readonly requests: number
  /**
   * Addresses that `--cache` knew to be fine, so that they were not requested. Left out if there are none.
   */
  readonly cached?: number
  /** Links that are neither http nor a file, by scheme. */
  readonly skipped: Readonly<Record<string, number>>
  /** Links whose address was not visited before the crawl was interrupted. */
  readonly unchecked: number
  /** Links that robots.txt forbids, or that the options leave out. */
  readonly excluded: number
  readonly elapsed: number
  /** The sum of the durations of all visits of this crawl: the time without any concurrency. */
  readonly oneByOne: number
}

/** How the report differs from the table of planted faults. */
export interface PlantedVerdict {
  readonly expected: number
  readonly missing: readonly string[]
  readonly unexpected: readonly string[]
}

export interface Report {
  readonly start: string
  /** False if the crawl was interrupted. */
  readonly complete: boolean
  readonly summary: Summary
  readonly broken: readonly BrokenLink[]
  readonly notes: readonly Note[]
  readonly planted?: PlantedVerdict
}
