/**
 * The answer to a `fetch`. It owns its body: a body that nobody reads holds a connection, so leaving the
 * block closes it, and so does the end of a task that was cancelled.
 */

import { type Coroutine, coroutine, RuntimeError } from '@acoro/core'
import { checkOptions, countFrom } from '@acoro/core/lowlevel'
import { JsonError, StatusError } from '../base/errors.ts'
import { BodyChunks, readAll } from './body.ts'
import type { Exchange } from './exchange.ts'
import { asJson, asText, BodyLines } from './lines.ts'
import type { IncomingReply } from './transport.ts'

/** The method that `console.log` of Node, Bun and Deno calls. */
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

export interface LineOptions {
  /** The longest line, in characters; 1 Mi by default. */
  maxLength?: number | undefined
}

const LINE_OPTIONS = { maxLength: countFrom(1, true) }

/** What `fetch` returns. Read its body once, or close it: `using response = yield* fetch(url)` does. */
export class FetchResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** The address that answered, after redirects. */
  readonly url: string
  readonly redirected: boolean
  /** The platform's own Response, if there is one. Its body is taken. */
  readonly raw: Response | undefined
  readonly #exchange: Exchange
  readonly #chunks: BodyChunks
  #taken = false

  /** @internal */
  constructor(reply: IncomingReply, exchange: Exchange, maxBytes: number) {
    this.status = reply.status
    this.statusText = reply.statusText
    this.headers = reply.headers
    this.url = reply.url
    this.redirected = reply.redirected
    this.raw = reply.raw
    this.#exchange = exchange
    this.#chunks = new BodyChunks(exchange, reply.body, lengthOf(reply, exchange), maxBytes)
    if (reply.body === null) exchange.end()
  }

  /** Is the status from 200 to 299? */
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299
  }

  /** Has reading the body begun? It can be read once. */
  get bodyUsed(): boolean {
    return this.#taken
  }

  /** Returns this response if its status is from 200 to 299, or else closes it and throws a StatusError. */
  ensureOk(): this {
    if (this.ok) return this
    this.close()
    throw new StatusError(this.#exchange, this, 'a status from 200 to 299')
  }

  /** The body as JSON. JsonError if it is not JSON. Cancelling it closes the request. */
  json<T = unknown>(): Coroutine<T> {
    return readJson(this.#take('json()'), this.#exchange) as Coroutine<T>
  }

  /** The body as text, decoded as UTF-8. Cancelling it closes the request. */
  text(): Coroutine<string> {
    return readText(this.#take('text()'))
  }

  /** The bytes of the body. Cancelling it closes the request. */
  bytes(): Coroutine<Uint8Array> {
    return readAll(this.#take('bytes()'))
  }

  /** The bytes of the body as they arrive, for `asyncFor`. */
  chunks(): BodyChunks {
    return this.#take('chunks()')
  }

  /** The lines of the body as they arrive, without their ends, for `asyncFor`. */
  lines(options: LineOptions = {}): BodyLines<string> {
    checkOptions(options, 'lines()', LINE_OPTIONS)
    return new BodyLines<string>(this.#take('lines()'), options.maxLength ?? 2 ** 20, asText)
  }

  /** The values of a body of JSON lines as they arrive, for `asyncFor`; blank lines are left out. */
  jsonLines<T = unknown>(options: LineOptions = {}): BodyLines<T> {
    checkOptions(options, 'jsonLines()', LINE_OPTIONS)
    const chunks = this.#take('jsonLines()')
    return new BodyLines<T>(chunks, options.maxLength ?? 2 ** 20, asJson<T>(chunks))
  }

  /** Ends the request, unless its body has ended. Later reads are RuntimeErrors. */
  close(): void {
    this.#exchange.close(new RuntimeError('The response was closed before its body was read'))
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #take(how: string): BodyChunks {
    if (this.#taken) {
      throw new RuntimeError(
        `${how}: the body is read already: a body can be read once, so keep what you read`,
      )
    }
    this.#taken = true
    return this.#chunks
  }

  /** `<FetchResponse 200 GET http://…>` */
  toString(): string {
    return `<FetchResponse ${this.status} ${this.#exchange.method} ${this.url}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }
}

const decoder = new TextDecoder()

const readText = coroutine(function* text(chunks: BodyChunks) {
  return decoder.decode(yield* readAll(chunks))
})

const readJson = coroutine(function* json(chunks: BodyChunks, exchange: Exchange) {
  const text = decoder.decode(yield* readAll(chunks))
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new JsonError(exchange, text, 'the body', cause)
  }
})

/** The announced length of a body that comes as it is: a compressed one has another. */
function lengthOf({ headers, body }: IncomingReply, { method }: Exchange): number | null {
  const announced = headers.get('content-length')
  if (body === null || method === 'HEAD' || announced === null || headers.has('content-encoding')) return null
  return /^\d+$/.test(announced) ? Number(announced) : null
}
