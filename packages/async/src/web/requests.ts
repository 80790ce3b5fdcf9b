/** Requests for programs with promises. */

import type { Awaitable } from '@acoro/core'
import * as web from '@acoro/web'
import { faceOf } from '../face/face-class.ts'
import { realOf } from '../face/faces.ts'
import { called, made, outward } from '../face/promised.ts'
import { ownerHere } from './owner.ts'
import { isIterable, isSource, sourceOf } from './pieces.ts'

/**
 * What arrives piece by piece. `for await` goes through it, and closes the request if it is left before the
 * end.
 */
export interface Pieces<T> extends AsyncIterable<T> {
  anext(): Promise<IteratorResult<T, undefined>>
  aclose(): Promise<void>
}

/** The face of `FetchResponse`. `using` closes it. */
export interface FetchResponse
  extends Disposable,
    Pick<
      web.FetchResponse,
      'status' | 'statusText' | 'headers' | 'url' | 'redirected' | 'raw' | 'ok' | 'bodyUsed' | 'close'
    > {
  /** Returns this response if its status is from 200 to 299, or else closes it and throws a StatusError. */
  ensureOk(): this
  json<T = unknown>(): Promise<T>
  text(): Promise<string>
  bytes(): Promise<Uint8Array>
  chunks(): Pieces<Uint8Array>
  lines(options?: web.LineOptions): Pieces<string>
  jsonLines<T = unknown>(options?: web.LineOptions): Pieces<T>
}

/** The face of `EventSourceReader`. */
export interface EventSourceReader extends Pieces<web.ServerSentEvent> {
  /** The id of the last event that was dispatched; empty if there was none. */
  readonly lastEventId: string
}

/** The options of `fetch`. The body may be an async iterable, too. */
export interface FetchOptions extends Omit<web.FetchOptions, 'body'> {
  body?: web.FetchOptions['body'] | AsyncIterable<string | Uint8Array>
}

// They are made by the functions below only.
faceOf(web.EventSourceReader as never)
const { prototype } = faceOf(web.FetchResponse as never) as { prototype: object }
for (const name of ['chunks', 'lines', 'jsonLines'] as const) {
  const read = web.FetchResponse.prototype[name] as (options?: web.LineOptions) => object
  Object.defineProperty(prototype, name, {
    value(this: object, ...options: []) {
      return facedSource(read.apply(realOf(this) as web.FetchResponse, options))
    },
    configurable: true,
    writable: true,
  })
}

/** The classes of sources, which web exports as types alone. */
const sources = new Set<unknown>()

function facedSource(source: object): unknown {
  const made = source.constructor
  if (!sources.has(made)) {
    sources.add(made)
    faceOf(made as never)
  }
  return outward(source)
}

/** A body that is an async iterable becomes a source. */
function optionsIn(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('body' in options)) return options
  const body = realOf(options.body)
  if (isIterable(body) && !isSource(body)) return { ...options, body: sourceOf(body) }
  return body === options.body ? options : { ...options, body }
}

/**
 * Sends a request. See `fetch` of @acoro/web. Cancelling it ends the request, and so does cancelling a read
 * of its body, or the call that it was sent from. `using` closes what was not read.
 *
 * @example
 * ```ts no-run
 * import { fetch } from '@acoro/async/web'
 *
 * using response = await fetch('http://api.test/users/1', { timeout: 2000 })
 * const user = await response.ensureOk().json<{ name: string }>()
 * ```
 */
export const fetch: (input: web.FetchInput, options?: FetchOptions) => Promise<FetchResponse> =
  function fetch(...[input, options]: Parameters<typeof web.fetch>): Promise<unknown> {
    const own = ownerHere()
    return called(() => opened(web.fetch(input, optionsIn(options) as web.FetchOptions), own))
  } as never

function* opened(
  fetching: Awaitable<web.FetchResponse>,
  own: ReturnType<typeof ownerHere>,
): Generator<undefined, web.FetchResponse> {
  const response = yield* fetching as never as Generator<undefined, web.FetchResponse>
  own?.(response)
  return response
}

/** The events of a server, over as many connections as it takes. See `eventSource` of @acoro/web. */
export const eventSource: (input: web.FetchInput, options?: web.EventSourceOptions) => EventSourceReader =
  made(web.eventSource, realOf, optionsIn)
