/** Coroutines as listeners of node:http, and as handlers of express. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Awaitable } from '@acoro/core'
import { describeValue, loopOfCall } from '@acoro/core/lowlevel'
import type { RequestContext } from '../server/context.ts'
import type { RequestOptions } from '../server/options.ts'
import { NodeAnswer, type Settings } from './node-answer.ts'
import { type Requests, settingsFor, withRequests } from './settings.ts'

/** Answers through `res`, or returns a Response. */
export type NodeFunction<Req, Res, Platform extends readonly unknown[]> = (
  req: Req,
  res: Res,
  context: RequestContext<Platform>,
) => Awaitable<unknown>

/** What express calls to answer a request. */
export interface ExpressHandler<Req, Res> extends Requests {
  (req: Req, res: Res, next: Next): void
}

/** What a handler of express calls to pass a request, or an error, on. */
export type Next = (error?: unknown) => void

/**
 * A listener for `createServer` of node:http, https and http2. Each request is a task, which ends when the
 * client goes. The function answers through `res`, or returns a Response. An error before the head is a 500
 * and is reported; after it the connection is cut.
 *
 * @example
 * ```ts no-run
 * import { createServer } from 'node:http'
 * import { sleep } from '@acoro/core'
 *
 * createServer(
 *   nodeHandler(function* (_req, res) {
 *     yield* sleep(10)
 *     res.end('hello')
 *   }),
 * ).listen(8080)
 * ```
 */
export function nodeHandler(
  fn: NodeFunction<IncomingMessage, ServerResponse, readonly []>,
  options: RequestOptions = {},
): ((req: IncomingMessage, res: ServerResponse) => void) & Requests {
  const settings = settingsFor(fn, options, 'nodeHandler()')
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    new ListenerAnswer(req, res, settings, fn, NOTHING, null).begin()
  }
  return withRequests(listener, settings)
}

/**
 * A handler for express. Each request is a task, which ends when the client goes, and never because a body
 * was read. The function answers through `res`, or returns a Response. Errors go to `next`, and so to the
 * error handlers of the application, unless half of the answer was sent: then the connection is cut.
 * `context.platform` is `[next]`.
 *
 * ```js
 * import express5 from 'express'
 * import { sleep } from '@acoro/core'
 *
 * const app = express5()
 * app.get(
 *   '/users/:id',
 *   express(function* (req, res) {
 *     yield* sleep(10)
 *     res.json({ id: req.params.id })
 *   }),
 * )
 * ```
 */
export function express<
  Req extends IncomingMessage = IncomingMessage,
  Res extends ServerResponse = ServerResponse,
>(fn: NodeFunction<Req, Res, readonly [next: Next]>, options: RequestOptions = {}): ExpressHandler<Req, Res> {
  const settings = settingsFor(fn, options, 'express()')
  const listener = (req: Req, res: Res, next: Next): void => {
    new ListenerAnswer(req, res, settings, fn, [next], next).begin()
  }
  return withRequests(listener, settings)
}

const NOTHING = [] as const

type AnyFunction = NodeFunction<IncomingMessage, ServerResponse, readonly unknown[]>

class ListenerAnswer extends NodeAnswer {
  readonly #req: IncomingMessage
  /** Where errors go; null if nobody takes them. */
  readonly #next: Next | null

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    settings: Settings,
    // biome-ignore lint/suspicious/noExplicitAny: it is called with what its framework passed.
    fn: NodeFunction<any, any, any>,
    platform: readonly unknown[],
    next: Next | null,
  ) {
    super(req, res, settings, fn, platform)
    this.#req = req
    this.#next = next
  }

  call(): Awaitable<unknown> {
    const fn = this.fn as AnyFunction
    return fn(this.#req, this.res, this.context)
  }

  protected empty(status: number, headers: Readonly<Record<string, string>>): void {
    endEmpty(this.res, status, headers)
  }

  protected value(value: unknown): void {
    if (value === undefined || this.res.headersSent) return
    this.error(
      new TypeError(
        `Expected an answer through res, or a Response to be returned, got ${describeValue(value)}`,
      ),
    )
  }

  protected error(error: unknown): void {
    const next = this.#next
    if (next !== null) next(error)
    else {
      reportError(error, this.#req)
      endEmpty(this.res, 500, {})
    }
  }

  protected takeOver(): void {}
}

/** An answer without a body, if nothing was sent and there is still a client. */
export function endEmpty(
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  if (res.headersSent || res.closed || res.destroyed) return
  for (const name of res.getHeaderNames()) res.removeHeader(name)
  const isHttp2 = 'stream' in res
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 forbids it.
    if (!(isHttp2 && name === 'connection')) res.setHeader(name, value)
  }
  res.statusCode = status
  res.end()
}

export function reportError(exception: unknown, req: IncomingMessage): void {
  loopOfCall().callExceptionHandler({ message: `error in the answer of ${req.method} ${req.url}`, exception })
}
