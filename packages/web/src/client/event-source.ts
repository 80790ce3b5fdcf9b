/**
 * Server-sent events as a source that connects again, by the rules of the HTML standard.
 *
 * A connection that fails or ends is tried again after `retry` ms with `Last-Event-ID`. Another status than
 * 200 or another type of content fails for good, and 204 is the end. Beyond the standard: the delay grows
 * while nothing comes, it is spread so that a thousand clients do not come back at once, and a silent
 * connection can be given up.
 */

import {
  type AsyncSource,
  type Coroutine,
  coroutine,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  sleep,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { checkOptions, countFrom, duration, durationOrInfinity, type OptionKinds } from '@acoro/core/lowlevel'
import { BodyError, BodyTooLargeError, ConnectError, FetchError, StatusError } from '../base/errors.ts'
import type { BodyChunks } from './body.ts'
import { EventParser, type ServerSentEvent } from './event-parser.ts'
import { FETCH_OPTIONS, type FetchInput, type FetchOptions, fetching, makeRequest } from './fetch.ts'
import type { FetchResponse } from './response.ts'

/** The options of `fetch`, for each connection, and those of the events. */
export interface EventSourceOptions extends Omit<FetchOptions, 'maxBytes'> {
  /** The id after which events are wanted, for the first connection. */
  lastEventId?: string | undefined
  /**
   * How long to wait before a connection is tried again, in ms, until the server names a delay; 3000 by
   * default.
   */
  retry?: number | undefined
  /** The most that this delay grows to, in ms, while one attempt after the other fails; 30,000 by default. */
  maxRetry?: number | undefined
  /** How many attempts may fail one after the other before the error is thrown; Infinity by default. */
  retries?: number | undefined
  /** How long the head of an answer may take, in ms; without limit by default. */
  timeout?: number | undefined
  /** A connection that brings nothing, not even a comment, for so many ms is given up and tried again. */
  idleTimeout?: number | undefined
  /** The longest event in characters; 1 Mi by default. */
  maxEventLength?: number | undefined
  /** A number from 0 to below 1 that spreads the delays; `Math.random` by default. */
  random?: (() => number) | undefined
}

const OPTIONS: OptionKinds = {
  ...FETCH_OPTIONS,
  lastEventId: 'string',
  retry: duration,
  maxRetry: duration,
  retries: countFrom(0, true),
  idleTimeout: durationOrInfinity,
  maxEventLength: countFrom(1, true),
  random: 'function',
}

/** The events of a stream, for `asyncFor`. A cancelled `anext()` loses none. */
export class EventSourceReader implements AsyncSource<ServerSentEvent> {
  /** @internal */
  readonly _input: FetchInput
  /** @internal */
  readonly _options: EventSourceOptions
  /** @internal The events that have arrived. */
  readonly _events: ServerSentEvent[] = []
  /** @internal */
  _connection: Connection | null = null
  /** @internal */
  _lastEventId: string
  /** @internal */
  _retry: number
  /** @internal Attempts that failed since an event came. */
  _failures = 0
  /** @internal When to connect, on the clock of the loop. */
  _due = 0
  /** @internal */
  _ended = false
  /** @internal */
  _asking = false

  /** @internal */
  constructor(input: FetchInput, options: EventSourceOptions) {
    this._input = input
    this._options = options
    this._lastEventId = options.lastEventId ?? ''
    this._retry = options.retry ?? 3000
  }

  /** The id of the last event that was dispatched; empty if there was none. */
  get lastEventId(): string {
    return this._lastEventId
  }

  /**
   * The next event, after as many connections as it takes. StatusError or FetchError if the server does not
   * stream.
   */
  anext(): Coroutine<IteratorResult<ServerSentEvent, undefined>> {
    return next(this)
  }

  /** Closes the connection, and ends the source. */
  aclose(): Coroutine<void> {
    return close(this)
  }

  /** @internal */
  _fail(): void {
    this._ended = true
    this._connection?.response.close()
    this._connection = null
  }
}

interface Connection {
  readonly response: FetchResponse
  readonly chunks: BodyChunks
  readonly parser: EventParser
  readonly decoder: InstanceType<typeof TextDecoder>
}

/**
 * Reads server-sent events, and connects again when the connection fails or ends. The connection is made when
 * the first event is asked for. TypeError at the call for wrong arguments.
 *
 * @example
 * ```ts
 * import { asyncFor, run } from '@acoro/core'
 * import { fakeWeb, reply } from '@acoro/web/testing'
 *
 * const headers = { 'content-type': 'text/event-stream' }
 * await run(function* main() {
 *   using _web = fakeWeb({
 *     'http://api.test/news': () => reply('id: 1\ndata: first\n\nid: 2\ndata: second\n\n', { headers }),
 *   })
 *   const seen: string[] = []
 *   yield* asyncFor(eventSource('http://api.test/news'), function* ({ data, id }) {
 *     seen.push(`${id} ${data}`)
 *     return seen.length < 2
 *   })
 *   return seen
 * }) // => ['1 first', '2 second']
 * ```
 */
export function eventSource(input: FetchInput, options: EventSourceOptions = {}): EventSourceReader {
  checkOptions(options, 'eventSource()', OPTIONS)
  const source = new EventSourceReader(input, options)
  const { timeout: _timeout, ...first } = requestOf(source)
  const { body } = options as { body?: unknown }
  if ((input instanceof Request && input.body !== null) || isReadOnce(body)) {
    throw new TypeError(
      'Expected a body that can be sent again with each connection, got a stream: pass text, bytes or json',
    )
  }
  makeRequest(input, first)
  return source
}

function isReadOnce(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ('anext' in body || 'getReader' in body)
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined }

const next: (source: EventSourceReader) => Coroutine<IteratorResult<ServerSentEvent, undefined>> = coroutine(
  function* anext(source: EventSourceReader) {
    if (source._asking) throw new RuntimeError('another task waits for the next event of this source already')
    source._asking = true
    try {
      for (;;) {
        const event = source._events.shift()
        if (event !== undefined) return { done: false, value: event }
        if (source._ended) return END
        try {
          source._connection ??= yield* connect(source)
          if (source._connection !== null) yield* receive(source, source._connection)
        } catch (error) {
          if (isCancelledError(error)) throw error
          if (!isPassing(error)) {
            source._fail()
            throw error
          }
          tryLater(source, error)
        }
      }
    } finally {
      source._asking = false
    }
  },
)

const close = coroutine(function* aclose(source: EventSourceReader) {
  source._events.length = 0
  source._fail()
})

/** Connects when it is time. Null if the server says that there is nothing more. */
const connect: (source: EventSourceReader) => Coroutine<Connection | null> = coroutine(function* connect(
  source: EventSourceReader,
) {
  const wait = source._due - getRunningLoop().time()
  if (wait > 0) yield* sleep(wait)
  const { timeout: ms, ...options } = requestOf(source)
  const request = makeRequest(source._input, options)
  const response = yield* timeout(ms ?? null, fetching(source._input, options, request, null, false))
  if (response.status === 204) {
    source._fail()
    return null
  }
  const type = response.headers.get('content-type') ?? 'none'
  if (response.status !== 200 || !/^text\/event-stream\s*(;|$)/i.test(type)) {
    response.close()
    if (response.status !== 200) throw new StatusError(request, response, 'the status 200')
    throw new FetchError(`expected the content type text/event-stream, got ${type}`, request)
  }
  const parser = new EventParser(source._lastEventId, (event) => source._events.push(event))
  return { response, chunks: response.chunks(), parser, decoder: new TextDecoder() }
})

const receive = coroutine(function* receive(source: EventSourceReader, connection: Connection) {
  const { chunks, parser, decoder, response } = connection
  const { idleTimeout = Infinity, maxEventLength = 2 ** 20 } = source._options
  const result = yield* idleTimeout === Infinity ? chunks.anext() : timeout(idleTimeout, chunks.anext())
  if (result.done === true) throw new BodyError('the stream of events ended', chunks._exchange, 0)
  parser.push(decoder.decode(result.value, { stream: true }))
  source._lastEventId = parser.lastEventId
  if (parser.retry !== null) source._retry = parser.retry
  if (source._events.length > 0) source._failures = 0
  if (parser.held > maxEventLength) {
    response.close()
    throw new BodyTooLargeError(`an event is longer than ${maxEventLength} characters`, chunks._exchange)
  }
})

function tryLater(source: EventSourceReader, error: unknown): void {
  source._connection?.response.close()
  source._connection = null
  const { maxRetry = 30_000, retries = Infinity, random = Math.random } = source._options
  if (++source._failures > retries) {
    source._fail()
    throw error
  }
  const base = Math.max(source._retry, Math.min(maxRetry, source._retry * 2 ** (source._failures - 1)))
  source._due = getRunningLoop().time() + base * (1 + random() / 2)
}

/** As the standard says. A field that the types of Node do not have. */
const NO_STORE = { cache: 'no-store' } as const

/** What another attempt may cure. */
function isPassing(error: unknown): boolean {
  return error instanceof ConnectError || error instanceof BodyError || error instanceof TimeoutError
}

/** The options of the next request. TypeError if they are wrong. */
function requestOf(source: EventSourceReader): FetchOptions {
  const { lastEventId, retry, maxRetry, retries, idleTimeout, maxEventLength, random, ...options } =
    source._options
  const inherited = source._input instanceof Request ? source._input.headers : undefined
  const headers = new Headers(options.headers ?? inherited)
  if (!headers.has('accept')) headers.set('accept', 'text/event-stream')
  if (source._lastEventId !== '') headers.set('last-event-id', source._lastEventId)
  return { ...options, headers, ...NO_STORE }
}
