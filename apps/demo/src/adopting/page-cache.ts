/**
 * What the module of docs/adopting.md promises its callers, in all of its steps: a cache of pages that retries.
 */

/** As much of `fetch` as it needs. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<PageResponse>

export interface PageResponse {
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
}

export interface PageCacheOptions {
  fetch: Fetch
  /** How often it tries again. */
  retries: number
  /** How long it waits before it tries again, in ms; twice as long each time. */
  backoff: number
  /** How long one attempt may take, in ms. */
  attemptTimeout: number
}

export interface PageCache {
  /** The text of a page, fetched once for all who ask. */
  get(url: string, options?: { signal?: AbortSignal }): Promise<string>
}

/** The server did not answer with a page. */
export class PageError extends Error {
  override readonly name = 'PageError'
}
