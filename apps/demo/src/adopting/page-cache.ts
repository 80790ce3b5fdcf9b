/**
 * What the module of docs/adopting-generators.md promises its callers in each of its steps: a cache of pages
 * that retries.
 */

/** The part of `fetch` that the cache needs. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<PageResponse>

export interface PageResponse {
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
}

export interface PageCacheOptions {
  fetch: Fetch
  /** How often it retries. */
  retries: number
  /** How long it waits before the first retry, in ms. Each further wait is twice as long. */
  backoff: number
  /** How long one attempt may take, in ms. */
  attemptTimeout: number
}

export interface PageCache {
  /** The text of a page, fetched once for all callers. */
  get(url: string, options?: { signal?: AbortSignal }): Promise<string>
}

/** The server did not answer with a page. */
export class PageError extends Error {
  override readonly name = 'PageError'
}
