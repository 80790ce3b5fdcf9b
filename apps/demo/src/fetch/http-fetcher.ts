import { fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine } from '@acoro/core'
import { explainFailure } from './explain-failure.ts'
import { type Answer, type Fetcher, FetchFailure } from './fetcher.ts'
import { parseRetryAfter } from './parse-retry-after.ts'

/**
 * The real network: the platform's own `fetch`, made cancellable.
 *
 * `fromPromise` hands `fetch` a signal that is aborted when the waiting task is cancelled, so a timeout or Ctrl-C
 * closes the socket at once. From the head on, disposing the answer does the same for the body.
 */

const HEADERS = {
  'user-agent': 'linkcheck (acoro demo)',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
}

export const httpFetcher: Fetcher = {
  fetch: coroutine(function* fetchHead(url: string, method: 'GET' | 'HEAD' = 'GET') {
    const response = yield* orFailure((signal) =>
      fetch(url, { method, signal, redirect: 'manual', headers: HEADERS }),
    )
    return new HttpAnswer(response)
  }),
}

class HttpAnswer implements Answer {
  readonly status: number
  readonly statusText: string
  readonly contentType: string
  readonly location: string | undefined
  readonly retryAfter: number | undefined
  readonly #body: ReadableStreamDefaultReader<Uint8Array> | undefined

  constructor(response: Response) {
    this.status = response.status
    this.statusText = response.statusText
    this.contentType = response.headers.get('content-type')?.toLowerCase() ?? ''
    this.location = response.headers.get('location') ?? undefined
    this.retryAfter = parseRetryAfter(response.headers.get('retry-after'), Date.now())
    this.#body = response.body?.getReader()
  }

  read(): Coroutine<Uint8Array | undefined> {
    return readChunk(this.#body)
  }

  [Symbol.dispose](): void {
    // Rejects where the connection broke before: that has been told already, by read().
    this.#body?.cancel().catch(() => {})
  }
}

const readChunk = coroutine(function* readChunk(body: ReadableStreamDefaultReader<Uint8Array> | undefined) {
  if (body === undefined) return undefined
  const { value } = yield* orFailure(() => body.read())
  return value
})

/** What the platform rejects with becomes a FetchFailure; being cancelled passes through. */
const orFailure = coroutine(function* orFailure<T>(start: (signal: AbortSignal) => Promise<T>) {
  return yield* fromPromise((signal) => start(signal).catch(toFailure))
})

function toFailure(error: unknown): never {
  const { reason, lasting } = explainFailure(error)
  throw new FetchFailure(reason, { cause: error, lasting })
}
