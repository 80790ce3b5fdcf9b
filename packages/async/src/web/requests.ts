/** Requests for programs with promises. */

import * as web from '@acoro/web'
import { faceOf } from '../face/face-class.ts'
import { realOf } from '../face/faces.ts'
import { made, outward, promised } from '../face/promised.ts'
import { isIterable, isSource, sourceOf } from './pieces.ts'

export type FetchInput = web.FetchInput

/** What arrives piece by piece. `for await` goes through it, and closes the request if it is left before the end. */
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

/** The options of `fetch`; the body may be an async iterable. */
export interface FetchOptions extends Omit<web.FetchOptions, 'body'> {
  body?: web.FetchOptions['body'] | AsyncIterable<string | Uint8Array>
}

// They are made by the functions below only.
faceOf(web.EventSourceReader as never)
const Response = faceOf(web.FetchResponse as never) as { prototype: object }
for (const name of ['chunks', 'lines', 'jsonLines'] as const) {
  Object.defineProperty(Response.prototype, name, {
    value(this: object, options?: web.LineOptions) {
      const real = realOf(this) as web.FetchResponse
      return facedSource(name === 'chunks' ? real.chunks() : real[name](options))
    },
    configurable: true,
    writable: true,
  })
}

const sources = new Set<unknown>()

/** The face of a source whose class has no name outside. */
function facedSource(source: object): unknown {
  const { constructor } = source
  if (!sources.has(constructor)) {
    sources.add(constructor)
    faceOf(constructor as never)
  }
  return outward(source)
}

/** A body that is an async iterable becomes a source. */
function optionsIn(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('body' in options)) return options
  const body = realOf(options.body)
  if (isIterable(body) && !isSource(body))
    return { ...options, body: sourceOf(body as AsyncIterable<string>) }
  return body === options.body ? options : { ...options, body }
}

/**
 * Sends a request. See `fetch` of @acoro/web. Cancelling it ends the request, and so does cancelling a read of its body. `using`
 * closes what was not read.
 *
 * @example
 * ```ts
 * import { fetch } from '@acoro/async/web'
 *
 * const load = async (id: number) => {
 *   using response = await fetch(`http://api.test/users/${id}`, { timeout: 2000 })
 *   return await response.ensureOk().json<{ name: string }>()
 * }
 * typeof load // => 'function'
 * ```
 */
export const fetch: (input: FetchInput, options?: FetchOptions) => Promise<FetchResponse> = promised(
  web.fetch,
  realOf,
  optionsIn,
)

/** The events of a server, over as many connections as it takes. See `eventSource` of @acoro/web. */
export const eventSource: (input: FetchInput, options?: web.EventSourceOptions) => EventSourceReader = made(
  web.eventSource,
  realOf,
  optionsIn,
)
