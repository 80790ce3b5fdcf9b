/**
 * The HTTP server of a console: the files of the page, and answers to what viewers ask.
 *
 * It runs in a worker thread, so that it answers while the program's thread is blocked. Everything that comes
 * in may be hostile, and nothing of it may end the process: each request is handled within one `try`.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostText } from '../../base/authority.ts'
import type { Failure } from '../../protocol/asks.ts'
import { FileAnswer } from './file-answer.ts'
import { type Expected, refuseForeign, refuseStranger } from './guard.ts'
import { BadBody, readBody } from './read-body.ts'
import { REPLY_HEADERS } from './reply-headers.ts'
import type { StaticFile } from './static-files.ts'
import { MOST_STREAMS, type WatchStreams } from './watch-stream.ts'

/** The most connections at once; more are closed as they come. */
export const MOST_CONNECTIONS = 64
/** The most bytes of a request's headers. */
const MOST_HEADER: number = 8 * 1024
/** How long a request may take to arrive, in ms. */
const MOST_ARRIVAL = 5000

/** What was asked cannot be answered; the message says why. */
export class BadAsk extends Error {}

export interface HttpOptions {
  readonly host: string
  readonly port: number
  /** Names besides 127.0.0.1 and localhost under which it may be asked. */
  readonly hostNames: readonly string[]
  readonly token: string
  /** How long a request may take to arrive, in ms. */
  readonly mostArrival?: number
  readonly files: ReadonlyMap<string, StaticFile>
  /** Without them there is nothing to watch. */
  readonly streams?: WatchStreams
  /** Answers an ask, or throws BadAsk. undefined if there is no such ask. */
  readonly answer: (name: string, ask: Readonly<Record<string, unknown>>) => Promise<unknown>
}

export class HttpServer {
  readonly #options: HttpOptions
  readonly #server: Server
  #expected: Expected

  constructor(options: HttpOptions) {
    this.#options = options
    this.#expected = { hosts: new Set(), token: options.token }
    const { mostArrival = MOST_ARRIVAL } = options
    const server = createServer({
      maxHeaderSize: MOST_HEADER,
      headersTimeout: mostArrival,
      requestTimeout: mostArrival,
      connectionsCheckingInterval: mostArrival / 5,
      keepAliveTimeout: mostArrival,
    })
    server.maxConnections = MOST_CONNECTIONS
    // A connection on which nothing moves is ended, also if its other end went without a word.
    server.timeout = 3 * mostArrival
    server.on('request', (request, response) => void this.#handle(request, response))
    // There is nothing to upgrade to, and nothing to tunnel.
    server.on('upgrade', (_request, socket) => socket.destroy())
    server.on('connect', (_request, socket) => socket.destroy())
    server.on('clientError', (_error, socket) => socket.destroy())
    this.#server = server
  }

  /** Begins to listen, and returns the port. */
  async listen(): Promise<number> {
    const { host, port, hostNames, token } = this.#options
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port, exclusive: true }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    const bound = (this.#server.address() as AddressInfo).port
    const names = new Set([host, '127.0.0.1', 'localhost', ...hostNames])
    this.#expected = { hosts: new Set([...names].map((name) => `${hostText(name)}:${bound}`)), token }
    return bound
  }

  close(): void {
    this.#options.streams?.close()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => {})
    response.on('error', () => {})
    try {
      await this.#reply(request, response)
    } catch (error) {
      if (error instanceof BadBody) refuse(response, error.status, error.message)
      else if (error instanceof BadAsk) refuse(response, 400, error.message)
      else refuse(response, 500, 'The console failed to answer')
    }
  }

  async #reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', rawHeaders } = request
    const asked = { method, url, rawHeaders }
    const foreign = refuseForeign(asked, this.#expected)
    if (foreign !== undefined) return refuse(response, foreign.status, foreign.error)
    const file = method === 'GET' || method === 'HEAD' ? this.#options.files.get(url) : undefined
    if (file !== undefined) {
      response.writeHead(200, {
        ...REPLY_HEADERS,
        'content-type': file.type,
        'content-length': file.body.length,
      })
      response.end(method === 'HEAD' ? undefined : file.body)
      return
    }
    const stranger = refuseStranger(asked, this.#expected)
    if (stranger !== undefined) return refuse(response, stranger.status, stranger.error)
    const name = /^\/api\/(\w+)$/.exec(url)?.[1]
    if (name === undefined) return refuse(response, 404, 'There is no such file')
    const ask = await readBody(request)
    const { streams } = this.#options
    if (name === 'watch' && streams !== undefined) return await this.#watch(streams, request, response, ask)
    const answer = await this.#options.answer(name, ask)
    if (answer === undefined) return refuse(response, 404, 'There is no such ask')
    if (answer instanceof FileAnswer) send(response, 200, answer)
    else sendJson(response, 200, answer)
  }

  async #watch(
    streams: WatchStreams,
    request: IncomingMessage,
    response: ServerResponse,
    { every = 1000 }: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (typeof every !== 'number' || !(every > 0 && every <= 60_000)) {
      throw new BadAsk('Expected every to be from 1 to 60000 ms')
    }
    const began = await streams.begin(request, response, every)
    if (!began) refuse(response, 503, `Expected at most ${MOST_STREAMS} viewers: close another one`)
  }
}

function refuse(response: ServerResponse, status: number, error: string): void {
  // The rest of the request is not read.
  if (!response.headersSent) response.setHeader('connection', 'close')
  sendJson(response, status, { error } satisfies Failure)
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  send(response, status, { type: 'application/json; charset=utf-8', body })
}

function send(response: ServerResponse, status: number, { type, body }: FileAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  response.writeHead(status, { ...REPLY_HEADERS, 'content-type': type, 'content-length': body.length })
  response.end(body)
}
