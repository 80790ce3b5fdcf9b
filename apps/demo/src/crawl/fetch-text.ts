import { coroutine, TimeoutError, timeout } from '@acoro/core'
import { type Fetcher, FetchFailure } from '../fetch/fetcher.ts'

/** A small file beside the pages: robots.txt or a sitemap. */
export type Fetched =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly status?: number }

const MAX_REDIRECTS = 5

interface FetchTextOptions {
  readonly timeout: number
  /** The most bytes to read. The rest is cut off. */
  readonly most: number
}

/** Reads a text that may be absent: it returns the reason instead. Follows redirects. */
export const fetchText = coroutine(function* fetchText(
  fetcher: Fetcher,
  url: string,
  options: FetchTextOptions,
) {
  try {
    return yield* timeout(options.timeout, follow(fetcher, url, options.most))
  } catch (error) {
    if (error instanceof TimeoutError) return { kind: 'failed', reason: 'no answer' } satisfies Fetched
    if (error instanceof FetchFailure) return { kind: 'failed', reason: error.message } satisfies Fetched
    throw error
  }
})

const follow = coroutine(function* follow(fetcher: Fetcher, start: string, most: number) {
  let url = start
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    using answer = yield* fetcher.fetch(url)
    const { status, statusText, location } = answer
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      url = new URL(location, url).href
      continue
    }
    if (status !== 200) return { kind: 'failed', reason: `${status} ${statusText}`, status } satisfies Fetched
    const decoder = new TextDecoder()
    let text = ''
    for (let bytes = 0; bytes < most; ) {
      const chunk = yield* answer.read()
      if (chunk === undefined) break
      bytes += chunk.length
      text += decoder.decode(chunk, { stream: true })
    }
    return { kind: 'text', text: text + decoder.decode() } satisfies Fetched
  }
  return { kind: 'failed', reason: `more than ${MAX_REDIRECTS} redirects` } satisfies Fetched
})
