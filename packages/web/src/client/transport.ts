/**
 * What carries requests: the `fetch` of the platform, or a test double, in a context variable.
 *
 * A double answers without a promise, so a test on virtual time runs synchronously and its orders can be
 * explored. Therefore this interface speaks in coroutines and sources, and the promises of the platform stay
 * in one file.
 */

import { fromPromise, fromReadableStream } from '@acoro/compat'
import { type AsyncSource, type Awaitable, ContextVar, coroutine } from '@acoro/core'

/** A request on its way. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  /** What the platform's `fetch` takes. */
  readonly request: Request
  /** The body as it was passed: text, bytes, a form, a source. */
  readonly body: unknown
  /**
   * Aborted when the request is cancelled, closed or late. The answer, and reading its body, then fail with
   * its reason.
   */
  readonly signal: AbortSignal
  /** The options as they were passed, for those that only one platform knows. */
  readonly init: RequestInit
}

/** The head of an answer, and its body as it arrives. */
export interface IncomingReply {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly url: string
  readonly redirected: boolean
  readonly body: AsyncSource<Uint8Array> | null
  /** The platform's own object, if there is one. */
  readonly raw?: Response | undefined
}

/** What carries the requests of `fetch`. */
export interface FetchTransport {
  readonly name: string
  send(request: OutgoingRequest): Awaitable<IncomingReply>
}

const send = coroutine(function* send({ request, signal, init }: OutgoingRequest) {
  // `dispatcher` is undici's: a Request cannot carry it.
  const { dispatcher } = init as { dispatcher?: unknown }
  const extra = dispatcher === undefined ? { signal } : { signal, dispatcher }
  const raw = yield* fromPromise(globalThis.fetch(request, extra as RequestInit))
  return {
    status: raw.status,
    statusText: raw.statusText,
    headers: raw.headers,
    url: raw.url,
    redirected: raw.redirected,
    body: raw.body === null ? null : fromReadableStream(raw.body as ReadableStream<Uint8Array>),
    raw,
  } satisfies IncomingReply
})

/** The `fetch` of the platform. */
const platform: FetchTransport = { name: 'platform', send }

/** What carries requests: the platform's `fetch`, unless another transport is set in the context. */
export const currentTransport: ContextVar<FetchTransport> = new ContextVar<FetchTransport>('web transport', {
  default: platform,
})
