/**
 * Step 3: the fetch that several callers share becomes a task. Each caller waits for it in a coroutine of its
 * own, which the caller's signal cancels. The task continues while a caller waits, and is cancelled when the
 * last one has left.
 */

import { fromPromise, taskSignal, toPromise } from '@acoro/compat'
import { coroutine, createTask, shield, sleep, type Task, throwIfCancelled, timeout } from '@acoro/core'
import { type PageCache, type PageCacheOptions, PageError } from './page-cache.ts'

interface SharedPage {
  readonly task: Task<string>
  waiting: number
}

export function createPageCache({ fetch, retries, backoff, attemptTimeout }: PageCacheOptions): PageCache {
  const pages = new Map<string, SharedPage>()

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

  const share = (url: string): SharedPage => {
    const page = { task: createTask(fetchPage(url), { name: `page ${url}` }), waiting: 0 }
    pages.set(url, page)
    page.task.addDoneCallback((task) => {
      const failed = task.cancelled() || task.exception() !== undefined
      if (failed && pages.get(url) === page) pages.delete(url)
    })
    return page
  }

  const get = coroutine(function* get(url: string) {
    const page = pages.get(url) ?? share(url)
    page.waiting++
    try {
      return yield* shield(page.task)
    } finally {
      if (--page.waiting === 0 && page.task.cancel('nobody waits for it any more')) pages.delete(url)
    }
  })

  return { get: (url, { signal } = {}) => toPromise(get(url), { signal }) }
}
