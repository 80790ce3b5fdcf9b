import type { Asked } from '../crawl/ask.ts'
import type { Limits } from '../crawl/limits.ts'
import type { Outcome } from '../crawl/visit.ts'
import type { HttpOptions } from '../fetch/http-fetcher.ts'

/** What a worker needs to know of a crawl: the part of the settings that a request depends on. */
export type Manner = Pick<Limits, 'concurrency' | 'perHost' | 'timeout' | 'retries' | 'accept'> & HttpOptions

/** One request to make. */
export interface Order {
  readonly url: string
  /** The links of the page are wanted. */
  readonly inside: boolean
  /** The least time between two requests to the host, in ms; 0 for none. */
  readonly pause: number
  readonly manner: Manner
}

export type Answered = Asked<Outcome>
