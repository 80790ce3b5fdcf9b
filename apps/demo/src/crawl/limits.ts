/** A range of statuses, both ends included. */
export type StatusRange = readonly [first: number, last: number]

/** How hard and how long the crawler tries. */
export interface Limits {
  /** How many workers take addresses from the queue. */
  readonly concurrency: number
  /** The most requests to one host at a time. */
  readonly perHost: number
  /** The longest wait for one answer, body included, in ms. */
  readonly timeout: number
  /** How often to retry after a temporary failure. */
  readonly retries: number
  /** The most requests a second to one host; unlimited by default. */
  readonly rate?: number
  /** Follows robots.txt and reads sitemaps. */
  readonly robots?: boolean
  /** Statuses from 400 on that count as good. */
  readonly accept?: readonly StatusRange[]
}

/** Does the user accept this error status? */
export function isAccepted(status: number, { accept = [] }: Limits): boolean {
  return status >= 400 && accept.some(([first, last]) => status >= first && status <= last)
}

/** How much of a page is read for links, in bytes. */
export const MAX_PAGE_BYTES: number = 2 * 1024 * 1024
