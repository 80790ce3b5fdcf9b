import { fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine } from '@acoro/core'
import { Agent, fetch as undiciFetch } from 'undici'
import { explainFailure } from './explain-failure.ts'
import { type Answer, type Fetcher, FetchFailure } from './fetcher.ts'
import { parseRetryAfter } from './parse-retry-after.ts'

/**
 * The real network: the platform's `fetch`, made cancellable. `--insecure` needs undici's own `fetch`, which
 * can be told to accept any certificate.
 *
 * `fromPromise` passes `fetch` a signal that is aborted when the waiting task is cancelled. So a timeout or
 * Ctrl-C closes the socket at once. Once the head is there, disposing the answer does the same for the body.
 */

export interface HttpOptions {
  /** Sent only to the origins of `trusted`, because headers may hold a password. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** Addresses of the checked sites. */
  readonly trusted?: readonly string[]
  readonly userAgent?: string | undefined
  /** Accepts any certificate. */
  readonly insecure?: boolean
}

const ACCEPT = 'text/html,application/xhtml+xml,*/*;q=0.8'
export const USER_AGENT = 'linkcheck (acoro demo)'

export function httpFetcher(options: HttpOptions = {}): Fetcher {
  const { headers = [], trusted = [], userAgent = USER_AGENT, insecure = false } = options
  const origins = new Set(trusted.map((url) => new URL(url).origin))
  const send = insecure ? insecureFetch() : fetch
  const headersFor = (url: string): Headers => {
    const all = new Headers({ 'user-agent': userAgent, accept: ACCEPT })
    if (origins.has(new URL(url).origin)) for (const [name, value] of headers) all.set(name, value)
    return all
  }
  return {
    fetch: coroutine(function* fetchHead(url: string, method: 'GET' | 'HEAD' = 'GET') {
      const response = yield* orFailure((signal) =>
        send(url, { method, signal, redirect: 'manual', headers: headersFor(url) }),
      )
      return new HttpAnswer(response)
    }),
  }
}

function insecureFetch(): typeof fetch {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
  return ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as typeof fetch
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
    // This rejects if the connection broke before, which read() has reported.
    this.#body?.cancel().catch(() => {})
  }
}

const readChunk = coroutine(function* readChunk(body: ReadableStreamDefaultReader<Uint8Array> | undefined) {
  if (body === undefined) return undefined
  const { value } = yield* orFailure(() => body.read())
  return value
})

/** Rejections of the platform become FetchFailures. A cancel passes. */
const orFailure = coroutine(function* orFailure<T>(start: (signal: AbortSignal) => Promise<T>) {
  return yield* fromPromise((signal) => start(signal).catch(toFailure))
})

function toFailure(error: unknown): never {
  const { reason, lasting } = explainFailure(error)
  throw new FetchFailure(reason, { cause: error, lasting })
}
