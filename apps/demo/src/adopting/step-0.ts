/**
 * Step 0: the module as it was found, with promises and an AbortController. It works, and it leaks.
 */

import { type PageCache, type PageCacheOptions, PageError } from './page-cache.ts'

export function createPageCache({ fetch, retries, backoff, attemptTimeout }: PageCacheOptions): PageCache {
  const pages = new Map<string, Promise<string>>()

  async function attempt(url: string, signal: AbortSignal | undefined): Promise<string> {
    const controller = new AbortController()
    signal?.addEventListener('abort', () => controller.abort(signal.reason))
    const timer = setTimeout(() => controller.abort(new PageError(`${url} timed out`)), attemptTimeout)
    try {
      const response = await fetch(url, { signal: controller.signal })
      if (!response.ok) throw new PageError(`${url} answered ${response.status}`)
      clearTimeout(timer)
      return await response.text()
    } catch (error) {
      clearTimeout(timer)
      throw error
    }
  }

  async function fetchPage(url: string, signal: AbortSignal | undefined): Promise<string> {
    for (let retry = 0; ; retry++) {
      try {
        return await attempt(url, signal)
      } catch (error) {
        if (signal?.aborted || retry === retries) throw error
        await new Promise((resolve) => setTimeout(resolve, backoff * 2 ** retry))
      }
    }
  }

  return {
    get(url, { signal } = {}) {
      const known = pages.get(url)
      if (known !== undefined) return known
      const page = fetchPage(url, signal)
      pages.set(url, page)
      page.catch(() => pages.delete(url))
      return page
    },
  }
}
