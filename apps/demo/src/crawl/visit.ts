import type { PageContent } from '../link/extract-links.ts'

/** The outcome of a visit. It is plain data, so that the report is a pure function of visits. */

/** All the ways in which a link can be broken. */
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
  /** The status, if the kind is `http-status`. */
  readonly status?: number
  /** The pause that `Retry-After` asks for, in ms. */
  readonly retryAfter?: number
}

export type Outcome =
  | {
      readonly kind: 'fine'
      /** Only for pages and style sheets of the checked site. Nothing else is read. */
      readonly content?: PageContent
      /** Set if the body was longer than the limit: how many bytes were read. */
      readonly truncatedAt?: number
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Not requested: robots.txt forbids it. */
  | { readonly kind: 'forbidden' }

export interface Visit {
  readonly url: string
  readonly outcome: Outcome
  /** How many requests were made: one, and one for each retry. */
  readonly attempts: number
  /** The time of the requests and the pauses between them, without the wait for a permit, in ms. */
  readonly duration: number
}
