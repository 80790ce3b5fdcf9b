/**
 * A web for tests: what `fetch` of this package reaches, answered by functions of the test.
 *
 * It runs on the loop alone, without a promise, so time is virtual and a test can be synchronous. A client
 * that goes away cancels the function that answers, as a good server would; `requests` tells how each one
 * ended.
 */

import {
  type AsyncSource,
  type Awaitable,
  coroutine,
  createTask,
  isAwaitable,
  type Suspension,
  sleep,
  type Task,
  type Token,
} from '@acoro/core'
import { coroutineOf, describeValue } from '@acoro/core/lowlevel'
import { bytesOf } from '../base/encode.ts'
import {
  currentTransport,
  type FetchTransport,
  type IncomingReply,
  type OutgoingRequest,
} from '../client/transport.ts'
import type { FakeReply } from './reply.ts'
import { underSignal } from './under-signal.ts'

/** A request that reached the fake web. */
export class FakeRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  /** As it was passed to `fetch`; text if it was given as `json`. */
  readonly body: unknown
  /**
   * `open` until the client has read the whole body (`read`), or has gone (`left`), or the connection broke
   * (`broken`).
   */
  state: 'open' | 'read' | 'left' | 'broken' = 'open'

  /** @internal */
  constructor({ method, url, request, body }: OutgoingRequest) {
    this.method = method
    this.url = url
    this.headers = request.headers
    this.body = body
  }

  /** The body of the request, parsed as JSON. */
  json<T = unknown>(): T {
    if (typeof this.body !== 'string') {
      throw new TypeError(`Expected the body of the request as text, got ${describeValue(this.body)}`)
    }
    return JSON.parse(this.body) as T
  }
}

/** Answers a request: a reply, or a coroutine function that returns one. */
export type Responder = (request: FakeRequest) => FakeReply | Awaitable<FakeReply>

/**
 * `GET http://host/path`, or without the method for all of them; without query; `*` at the end stands for
 * anything.
 */
export type FakeRoutes = Readonly<Record<string, Responder>>

/** A web in force until it is disposed. */
export class FakeWeb {
  /** What arrived, in this order. */
  readonly requests: FakeRequest[] = []
  readonly #routes: FakeRoutes | Responder
  readonly #token: Token<FetchTransport>

  /** @internal */
  constructor(routes: FakeRoutes | Responder) {
    this.#routes = routes
    this.#token = currentTransport.set({ name: 'fake', send: (request) => answer(this, request) })
  }

  /** The requests that have not ended. */
  get open(): FakeRequest[] {
    return this.requests.filter(({ state }) => state === 'open')
  }

  [Symbol.dispose](): void {
    this.#token[Symbol.dispose]()
  }

  /** @internal */
  _responderOf({ method, url }: FakeRequest): Responder | undefined {
    const routes = this.#routes
    if (typeof routes === 'function') return routes
    const address = url.replace(/[?#].*$/, '')
    const matches = (key: string): boolean => {
      const [, wanted = method, path = ''] = /^(?:([A-Z]+) )?(.*)$/.exec(key) ?? []
      if (wanted !== method) return false
      return path.endsWith('*') ? address.startsWith(path.slice(0, -1)) : path === address
    }
    const key = Object.keys(routes).find(matches)
    return key === undefined ? undefined : routes[key]
  }
}

/**
 * Answers the requests of `fetch` in the current context, and in tasks made from it, until it is disposed. A
 * request that no route answers is a ConnectError, which names it.
 *
 * @example
 * ```ts
 * import { gather, sleep, timeout } from '@acoro/core'
 * import { fetch } from '@acoro/web'
 * import { VirtualLoop } from '@acoro/testing'
 *
 * const loop = new VirtualLoop()
 * loop.runSync(function* () {
 *   using web = fakeWeb({
 *     'GET http://api.test/slow': function* () {
 *       yield* sleep(60_000)
 *       return reply('late')
 *     },
 *   })
 *   const [error] = yield* gather([timeout(1000, fetch('http://api.test/slow'))], { returnExceptions: true })
 *   return [(error as Error).name, loop.time(), web.requests[0]?.state]
 * }) // => ['TimeoutError', 1000, 'left']
 * ```
 */
export function fakeWeb(routes: FakeRoutes | Responder): FakeWeb {
  const known = typeof routes === 'object' && routes !== null ? Object.entries(routes) : []
  if (typeof routes !== 'function' && (typeof routes !== 'object' || routes === null)) {
    throw new TypeError(`Expected routes as an object, or a function, got ${describeValue(routes)}`)
  }
  for (const [key, responder] of known) {
    if (typeof responder === 'function') continue
    throw new TypeError(
      `Expected the route ${JSON.stringify(key)} to be a function, got ${describeValue(responder)}`,
    )
  }
  return new FakeWeb(routes)
}

const answer: (web: FakeWeb, outgoing: OutgoingRequest) => Awaitable<IncomingReply> = coroutine(
  function* send(web: FakeWeb, outgoing: OutgoingRequest) {
    const request = new FakeRequest(outgoing)
    web.requests.push(request)
    const { signal } = outgoing
    signal.addEventListener('abort', () => {
      if (request.state === 'open') request.state = 'left'
    })
    const responder = web._responderOf(request)
    if (responder === undefined) {
      request.state = 'broken'
      throw new Error(`the fake web has no route for ${request.method} ${request.url}`)
    }
    const task = createTask(responding(responder, request), { name: `${request.method} ${request.url}` })
    const given = yield* underSignal(signal, task, false)
    if (given.refused !== undefined) {
      request.state = 'broken'
      throw Object.assign(new Error('the fake web refused'), { code: given.refused })
    }
    if (given.body === null) request.state = 'read'
    return {
      status: given.status,
      statusText: given.statusText,
      headers: given.headers,
      url: request.url,
      redirected: false,
      body: given.body === null ? null : new FakeBody(given, request, signal),
    }
  },
)

const responding = coroutine(function* respond(responder: Responder, request: FakeRequest) {
  const returned = responder(request)
  const given = isAwaitable(returned) ? yield* returned as Awaitable<FakeReply> : returned
  if (typeof given !== 'object' || given === null || !('breakAfter' in given)) {
    throw new TypeError(
      `Expected the route of ${request.url} to return reply(…), got ${describeValue(given)}`,
    )
  }
  if (given.delay > 0) yield* sleep(given.delay)
  return given
})

class FakeBody implements AsyncSource<Uint8Array> {
  readonly #reply: FakeReply
  readonly #request: FakeRequest
  readonly #signal: AbortSignal
  #sent = 0
  #pending: Task<IteratorResult<string | Uint8Array, unknown>> | null = null

  constructor(reply: FakeReply, request: FakeRequest, signal: AbortSignal) {
    this.#reply = reply
    this.#request = request
    this.#signal = signal
  }

  *anext(): Generator<Suspension, IteratorResult<Uint8Array, undefined>, unknown> {
    // As on a platform: the end comes in a turn of its own, and an abort is seen first.
    yield* sleep(0)
    if (this.#signal.aborted) throw this.#signal.reason
    const { body, breakAfter = Infinity, quietly } = this.#reply
    const left = breakAfter - this.#sent
    if (left <= 0) {
      this.#request.state = 'broken'
      if (!quietly)
        throw Object.assign(new Error('the fake web broke the connection'), { code: 'ECONNRESET' })
      return { done: true, value: undefined }
    }
    const chunk =
      body instanceof Uint8Array ? this.#rest(body) : yield* this.#next(body as AsyncSource<string>)
    if (chunk === null) {
      if (this.#request.state === 'open') this.#request.state = 'read'
      return { done: true, value: undefined }
    }
    const value = chunk.subarray(0, left)
    this.#sent += value.byteLength
    return { done: false, value }
  }

  #rest(bytes: Uint8Array): Uint8Array | null {
    return this.#sent >= bytes.byteLength ? null : bytes.subarray(this.#sent)
  }

  /** A cancelled wait leaves the chunk to the next call, as with a stream of the platform. */
  *#next(source: AsyncSource<string | Uint8Array>): Generator<Suspension, Uint8Array | null, unknown> {
    this.#pending ??= createTask(coroutineOf(source.anext()), { name: `the body of ${this.#request.url}` })
    const result = yield* underSignal(this.#signal, this.#pending, true)
    this.#pending = null
    return result.done === true ? null : bytesOf(result.value, 'the body of reply()')
  }
}
