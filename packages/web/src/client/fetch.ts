/**
 * `fetch` for coroutines. A request belongs to the code that waits for it, so a cancel ends it at every
 * stage: while it connects, while the answer is awaited, and in the middle of the body.
 */

import { toReadableStream } from '@acoro/compat'
import { type AsyncSource, type Coroutine, coroutine } from '@acoro/core'
import {
  checkOptions,
  countFrom,
  describeValue,
  durationOrInfinity,
  type OptionKinds,
} from '@acoro/core/lowlevel'
import { ConnectError } from '../base/errors.ts'
import { Exchange } from './exchange.ts'
import { FetchResponse } from './response.ts'
import { currentTransport, type OutgoingRequest } from './transport.ts'
import { Upload } from './upload.ts'

/** An address, as text or as a URL, or a Request of the platform. */
export type FetchInput = string | Request | { readonly href: string }

/** The options of the platform's `fetch`, and some more. */
export interface FetchOptions extends Omit<RequestInit, 'body'> {
  /**
   * As for the platform's `fetch`, or a source of text and bytes, which is read as the connection takes it.
   */
  body?:
    | (RequestInit extends { body?: infer Body } ? Body : never)
    | AsyncSource<string | Uint8Array>
    | undefined
  /**
   * A value to send as JSON. It sets the body, the header `Content-Type`, and the method POST if none is
   * named.
   */
  json?: unknown
  /** How long the request may take in ms, its body included; without limit by default. */
  timeout?: number | undefined
  /** The longest body in bytes, after decompression; without limit by default. */
  maxBytes?: number | undefined
}

export const FETCH_OPTIONS: OptionKinds = {
  timeout: durationOrInfinity,
  maxBytes: countFrom(0, true),
  signal(value, what) {
    if (value !== null && typeof (value as AbortSignal).aborted !== 'boolean') {
      throw new TypeError(`Expected ${what} to be an AbortSignal, got ${describeValue(value)}`)
    }
  },
}

/**
 * Sends a request and returns the answer once its head has arrived. The body is read by the methods of the
 * answer. The request ends if this is cancelled, if `using` leaves the block of the answer, or if the task
 * that holds it is cancelled. What fails has a class of its own: ConnectError, BodyError, TimeoutError
 * (core's), JsonError, StatusError. TypeError at the call for an address or options that are wrong.
 *
 * @example
 * ```ts
 * import { run } from '@acoro/core'
 * import { fakeWeb, reply } from '@acoro/web/testing'
 *
 * await run(function* main() {
 *   using web = fakeWeb({ 'GET http://api.test/users/1': () => reply({ name: 'Ada' }) })
 *   using response = yield* fetch('http://api.test/users/1', { timeout: 1000 })
 *   const user = yield* response.ensureOk().json<{ name: string }>()
 *   return [user.name, web.requests.length]
 * }) // => ['Ada', 1]
 * ```
 */
export function fetch(input: FetchInput, options: FetchOptions = {}): Coroutine<FetchResponse> {
  checkOptions(options, 'fetch()', FETCH_OPTIONS)
  const { body } = options
  if (!isSource(body)) return fetching(input, options, makeRequest(input, options), null, true)
  const upload = new Upload(body)
  return fetching(input, options, makeRequest(input, { ...options, body: upload }), upload, true)
}

/**
 * `fetch` for a library, after its checks. With `owned`, a cancel of the task that holds the answer closes
 * it.
 */
export const fetching: (
  input: FetchInput,
  options: FetchOptions,
  request: Request,
  upload: Upload | null,
  owned: boolean,
) => Coroutine<FetchResponse> = coroutine(function* fetch(
  input: FetchInput,
  options: FetchOptions,
  request: Request,
  upload: Upload | null,
  owned: boolean,
) {
  const exchange = new Exchange(request, upload)
  exchange.begin(options.timeout, options.signal ?? (isRequest(input) ? input.signal : null), owned)
  try {
    const outgoing: OutgoingRequest = {
      method: request.method,
      url: request.url,
      request,
      body: options.json === undefined ? options.body : JSON.stringify(options.json),
      signal: exchange.signal,
      init: options as RequestInit,
    }
    exchange.check()
    const reply = yield* currentTransport.get().send(outgoing)
    exchange.check()
    exchange.hasHead = true
    return new FetchResponse(reply, exchange, options.maxBytes ?? Infinity)
  } catch (error) {
    const explained = exchange.explain(error, (cause) => new ConnectError(request, cause))
    // The answer may have arrived in the turn of the cancel: it is closed, too.
    exchange.close(explained)
    if (upload !== null) yield* upload.aclose()
    throw explained
  }
})

/** The platform's Request for these arguments. TypeError if they are wrong. */
export function makeRequest(input: FetchInput, options: FetchOptions): Request {
  const { json, body, timeout, maxBytes, signal, ...rest } = options
  const init = rest as RequestInit & { duplex?: 'half' }
  if (body !== undefined && json !== undefined) {
    throw new TypeError('Expected either body or json in the options of fetch(), got both')
  }
  if (json !== undefined) {
    init.body = JSON.stringify(json)
    if (init.body === undefined) {
      throw new TypeError(
        `Expected the option json of fetch() to be expressible in JSON, got ${describeValue(json)}`,
      )
    }
    init.headers = new Headers(init.headers)
    if (!init.headers.has('content-type')) init.headers.set('content-type', 'application/json')
    if (init.method === undefined && !isRequest(input)) init.method = 'POST'
  } else if (isSource(body)) {
    init.body = toReadableStream(body as AsyncSource<Uint8Array>) as RequestInit['body'] & {}
    init.duplex = 'half'
  } else if (body !== undefined) init.body = body
  // Bun sends such a request; the others refuse it in words of their own.
  const method = String(init.method ?? (isRequest(input) ? input.method : 'GET'))
  if (init.body != null && /^(?:GET|HEAD)$/i.test(method)) {
    throw new TypeError(
      `Expected no body for ${method.toUpperCase()} in fetch(${shown(input)}): name another method`,
    )
  }
  try {
    return new Request((isUrl(input) ? input.href : input) as string, init)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`fetch(${shown(input)}): ${why}`, { cause })
  }
}

function shown(input: unknown): string {
  return typeof input === 'string' ? JSON.stringify(input) : describeValue(input)
}

function isUrl(input: unknown): input is { readonly href: string } {
  return typeof input === 'object' && input !== null && 'href' in input
}

function isRequest(input: unknown): input is Request {
  return typeof input === 'object' && input !== null && 'signal' in input && 'url' in input
}

function isSource(body: unknown): body is AsyncSource<string | Uint8Array> {
  return typeof (body as Partial<AsyncSource<unknown>> | null | undefined)?.anext === 'function'
}
