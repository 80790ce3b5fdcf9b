/** Statuses from the first to the last. */
export type StatusRange = readonly [first: number, last: number]

/** How hard and how long the crawler tries. */
export interface Limits {
  /** Workers taking addresses from the queue. */
  readonly concurrency: number
  /** Requests to one host at the same time. */
  readonly perHost: number
  /** Longest wait for one answer, body included: ms. */
  readonly timeout: number
  /** Further tries after a failure that may pass. */
  readonly retries: number
  /** Requests a second to one host; as fast as it goes unless given. */
  readonly rate?: number
  /** Whether robots.txt is respected and sitemaps are read. */
  readonly robots?: boolean
  /** Statuses from 400 on that make no broken link. */
  readonly accept?: readonly StatusRange[]
}

/** Whether the user takes a status from 400 on for a good answer. */
export function isAccepted(status: number, { accept = [] }: Limits): boolean {
  return status >= 400 && accept.some(([first, last]) => status >= first && status <= last)
}

/** Pages are read for links up to this size: bytes. */
export const MAX_PAGE_BYTES: number = 2 * 1024 * 1024
