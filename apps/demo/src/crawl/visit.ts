import type { PageContent } from '../link/extract-links.ts'

/** What came of asking for one address: plain data, so that the report is a pure function of visits. */

/** The closed set of what makes a link broken. */
export type ProblemKind =
  | 'http-status'
  | 'timeout'
  | 'network'
  | 'file'
  | 'bad-link'
  | 'bad-redirect'
  | 'redirect-loop'
  | 'too-many-redirects'
  | 'missing-anchor'

export interface Problem {
  readonly kind: ProblemKind
  /** One line for people: `404 Not Found`, `connection reset`. */
  readonly reason: string
  /** Of an `http-status`. */
  readonly status?: number
  /** How long the server asks to be left alone, by `Retry-After`: ms. */
  readonly retryAfter?: number
}

export type Outcome =
  | {
      readonly kind: 'fine'
      /** Only of HTML pages of the checked site: nothing else is read. */
      readonly content?: PageContent
      /** Set where the body was longer than the cap: how many bytes were read. */
      readonly truncatedAt?: number
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Not asked for: robots.txt forbids it. */
  | { readonly kind: 'forbidden' }

export interface Visit {
  readonly url: string
  readonly outcome: Outcome
  /** Requests made: one, and one more for each retry. */
  readonly attempts: number
  /** What the requests and the pauses between them took, without the wait for a permit: ms. */
  readonly duration: number
}
