/**
 * Step 4: callers may be coroutines, too. They use `page(url)` and need no signal. Promise code still calls
 * `get`. The cache now has an end, which cancels and awaits what is under way: `yield* asyncWith(new
 * Pages(…), …)`.
 */

import { fromPromise, taskSignal, toPromise } from '@acoro/compat'
import {
  coroutine,
  createTask,
  gather,
  shield,
  sleep,
  type Task,
  throwIfCancelled,
  timeout,
} from '@acoro/core'
import { type PageCache, type PageCacheOptions, PageError } from './page-cache.ts'

interface SharedPage {
  readonly task: Task<string>
  waiting: number
}

export class Pages implements PageCache {
  readonly #options: PageCacheOptions
  readonly #pages = new Map<string, SharedPage>()

  constructor(options: PageCacheOptions) {
    this.#options = options
  }

  readonly aenter = coroutine(function* aenter(this: Pages) {
    return this
  })

  /** Cancels the fetches that are under way, and waits until they have cleaned up. */
  readonly aexit = coroutine(function* aexit(this: Pages) {
    const tasks = [...this.#pages.values()].map((page) => page.task)
    this.#pages.clear()
    for (const task of tasks) task.cancel('the cache was closed')
    yield* gather(tasks, { returnExceptions: true })
  })

  /** For promise code. */
  get(url: string, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
    return toPromise(this.page(url), { signal })
  }

  /** For coroutines. A cancel ends only the caller's own wait. */
  readonly page = coroutine(function* page(this: Pages, url: string) {
    const page = this.#pages.get(url) ?? this.#share(url)
    page.waiting++
    try {
      return yield* shield(page.task)
    } finally {
      if (--page.waiting === 0 && page.task.cancel('nobody waits for it any more')) this.#pages.delete(url)
    }
  })

  #share(url: string): SharedPage {
    const page = { task: createTask(fetchPage(url, this.#options), { name: `page ${url}` }), waiting: 0 }
    this.#pages.set(url, page)
    page.task.addDoneCallback((task) => {
      const failed = task.cancelled() || task.exception() !== undefined
      if (failed && this.#pages.get(url) === page) this.#pages.delete(url)
    })
    return page
  }
}

const fetchPage = coroutine(function* fetchPage(url: string, options: PageCacheOptions) {
  for (let retry = 0; ; retry++) {
    try {
      return yield* attempt(url, options)
    } catch (error) {
      throwIfCancelled(error)
      if (retry === options.retries) throw error
      yield* sleep(options.backoff * 2 ** retry)
    }
  }
})

const attempt = coroutine(function* attempt(url: string, { fetch, attemptTimeout }: PageCacheOptions) {
  return yield* timeout(attemptTimeout, function* () {
    const response = yield* fromPromise(fetch(url, { signal: taskSignal() }))
    if (!response.ok) throw new PageError(`${url} answered ${response.status}`)
    return yield* fromPromise(response.text())
  })
})
