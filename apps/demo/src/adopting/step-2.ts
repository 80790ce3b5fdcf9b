/**
 * Step 2: its caller becomes a coroutine, too. So a cancel works in the pause between two attempts as well,
 * and no function passes a signal down any more.
 */

import { fromPromise, taskSignal, toPromise } from '@acoro/compat'
import { coroutine, sleep, throwIfCancelled, timeout } from '@acoro/core'
import { type PageCache, type PageCacheOptions, PageError } from './page-cache.ts'

export function createPageCache({ fetch, retries, backoff, attemptTimeout }: PageCacheOptions): PageCache {
  const pages = new Map<string, Promise<string>>()

  const attempt = coroutine(function* attempt(url: string) {
    return yield* timeout(attemptTimeout, function* () {
      const response = yield* fromPromise(fetch(url, { signal: taskSignal() }))
      if (!response.ok) throw new PageError(`${url} answered ${response.status}`)
      return yield* fromPromise(response.text())
    })
  })

  const fetchPage = coroutine(function* fetchPage(url: string) {
    for (let retry = 0; ; retry++) {
      try {
        return yield* attempt(url)
      } catch (error) {
        throwIfCancelled(error)
        if (retry === retries) throw error
        yield* sleep(backoff * 2 ** retry)
      }
    }
  })

  return {
    get(url, { signal } = {}) {
      const known = pages.get(url)
      if (known !== undefined) return known
      const page = toPromise(fetchPage(url), { signal })
      pages.set(url, page)
      page.catch(() => pages.delete(url))
      return page
    },
  }
}
