/**
 * Server-sent events as the body of a Response.
 *
 * A line break in an id or a type would begin another field, so it is refused; in the data it begins another
 * `data:` line.
 */

import { type AsyncSource, type Awaitable, type Coroutine, coroutine } from '@acoro/core'
import {
  checkOptions,
  countFrom,
  describeValue,
  durationOrInfinity,
  type OptionKinds,
} from '@acoro/core/lowlevel'
import { type BodySource, responseOf, sourceOf } from './streamed.ts'

/** An event to send: text is its data. */
export interface OutgoingEvent {
  /** Text as it is, anything else as JSON. An event without data is not dispatched by clients. */
  data?: unknown
  /** What the client sends as `Last-Event-ID` when it comes again. */
  id?: string | number | undefined
  /** The type of the event; clients take `message` if there is none. */
  event?: string | undefined
  /** How long the client should wait before it comes again, in ms. */
  retry?: number | undefined
  /** Shown to nobody. */
  comment?: string | undefined
}

export interface EventStreamOptions {
  /**
   * A comment is sent when there was no event for so many ms, so that proxies keep the connection; 15,000 by
   * default.
   */
  keepAlive?: number | undefined
  status?: number | undefined
  headers?: (ResponseInit extends { headers?: infer Init } ? Init : never) | undefined
}

const OPTIONS: OptionKinds = { keepAlive: durationOrInfinity, status: countFrom(200) }

const COMMENT = new TextEncoder().encode(':\n\n')

/**
 * A Response of server-sent events, which a source makes: text, or objects with `data`, `id`, `event`,
 * `retry`. An event is asked for when the client has room, so a slow reader holds back its own source and no
 * other. TypeError, and a cut, for an id or a type with a line break.
 *
 * @example
 * ```ts
 * import { emit } from '@acoro/core'
 *
 * const news = handler(function* (request) {
 *   const after = Number(request.headers.get('last-event-id') ?? 0)
 *   return eventStream(function* () {
 *     yield* emit({ id: after + 1, event: 'news', data: { title: 'hello' } })
 *   })
 * })
 * const response = await news(new Request('http://localhost/', { headers: { 'last-event-id': '41' } }))
 * await response.text() // => 'event: news\nid: 42\ndata: {"title":"hello"}\n\n'
 * ```
 */
export function eventStream(
  events: BodySource<string | OutgoingEvent>,
  options: EventStreamOptions = {},
): Response {
  checkOptions(options, 'eventStream()', OPTIONS)
  const headers = new Headers(options.headers)
  if (!headers.has('content-type')) headers.set('content-type', 'text/event-stream; charset=utf-8')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache')
  const source = new EncodedEvents(sourceOf(events, 'eventStream()'))
  const keepAlive = { every: Math.max(1, options.keepAlive ?? 15_000), bytes: COMMENT }
  return responseOf(source, { status: options.status ?? 200, headers }, keepAlive)
}

class EncodedEvents implements AsyncSource<string> {
  readonly _source: AsyncSource<string | OutgoingEvent>

  constructor(source: AsyncSource<string | OutgoingEvent>) {
    this._source = source
  }

  anext(): Coroutine<IteratorResult<string, undefined>> {
    return next(this._source)
  }

  aclose(): Awaitable<void> {
    return close(this._source)
  }
}

const next: (source: AsyncSource<string | OutgoingEvent>) => Coroutine<IteratorResult<string, undefined>> =
  coroutine(function* anext(source: AsyncSource<string | OutgoingEvent>) {
    const result = yield* source.anext()
    return result.done === true
      ? { done: true, value: undefined }
      : { done: false, value: encodeEvent(result.value) }
  })

const close = coroutine(function* aclose(source: AsyncSource<unknown>) {
  if (source.aclose !== undefined) yield* source.aclose()
})

/** An event as text, with its blank line. */
export function encodeEvent(event: string | OutgoingEvent): string {
  const {
    data,
    id,
    event: type,
    retry,
    comment,
  } = typeof event === 'string' ? { data: event } : checked(event)
  let text = ''
  if (comment !== undefined) for (const line of linesOf(comment)) text += `: ${line}\n`
  if (type !== undefined) text += `event: ${oneLine(type, 'the type')}\n`
  if (id !== undefined) text += `id: ${oneLine(String(id), 'the id')}\n`
  if (retry !== undefined) text += `retry: ${delay(retry)}\n`
  if (data !== undefined) {
    const whole = typeof data === 'string' ? data : JSON.stringify(data)
    if (whole === undefined)
      throw new TypeError(`Expected data that JSON can express, got ${describeValue(data)}`)
    for (const line of linesOf(whole)) text += `data: ${line}\n`
  }
  return `${text}\n`
}

function checked(event: OutgoingEvent): OutgoingEvent {
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return event
  throw new TypeError(
    `Expected an event as text, or as { data, id, event, retry }, got ${describeValue(event)}`,
  )
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}

function oneLine(text: string, what: string): string {
  if (typeof text === 'string' && !/[\r\n\0]/.test(text)) return text
  throw new TypeError(
    `Expected ${what} of an event to be text without line breaks and NUL, got ${describeValue(text)}`,
  )
}

function delay(retry: number): number {
  if (Number.isInteger(retry) && retry >= 0) return retry
  throw new RangeError(`Expected the delay of an event in whole milliseconds, got ${describeValue(retry)}`)
}
