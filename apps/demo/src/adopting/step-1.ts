/**
 * Step 1: the function that leaks most, `attempt`, becomes a coroutine. Its caller calls it through
 * `toPromise`, and passes the signal there. Nothing else changes.
 */

import { fromPromise, toPromise } from '@acoro/compat'
import { coroutine, timeout } from '@acoro/core'
import { type PageCache, type PageCacheOptions, PageError } from './page-cache.ts'

export function createPageCache({ fetch, retries, backoff, attemptTimeout }: PageCacheOptions): PageCache {
  const pages = new Map<string, Promise<string>>()

  const attempt = coroutine(function* attempt(url: string) {
    return yield* timeout(attemptTimeout, function* () {
      return yield* fromPromise(async (signal) => {
        const response = await fetch(url, { signal })
        if (!response.ok) throw new PageError(`${url} answered ${response.status}`)
        return response.text()
      })
    })
  })

  async function fetchPage(url: string, signal: AbortSignal | undefined): Promise<string> {
    for (let retry = 0; ; retry++) {
      try {
        return await toPromise(attempt(url), { signal })
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
