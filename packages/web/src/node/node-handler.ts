/** Coroutines as listeners of node:http, and as handlers of express. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Awaitable } from '@acoro/core'
import { describeValue, loopOfCall } from '@acoro/core/lowlevel'
import type { RequestContext } from '../server/context.ts'
import type { RequestOptions } from '../server/options.ts'
import { NodeAnswer, type Surface } from './node-answer.ts'
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
    const surface = surfaceOf(res, (error) => {
      reportError(error, req)
      endEmpty(res, 500, {})
    })
    new NodeAnswer(
      req,
      res,
      settings,
      fn,
      (context) => fn(req, res, context as RequestContext<readonly []>),
      surface,
      [],
    )
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
    const surface = surfaceOf(res, next)
    const call = (context: RequestContext) => fn(req, res, context as RequestContext<readonly [Next]>)
    new NodeAnswer(req, res, settings, fn, call, surface, [next])
  }
  return withRequests(listener, settings)
}

function surfaceOf(res: ServerResponse, error: (error: unknown) => void): Surface {
  return {
    empty: (status, headers) => endEmpty(res, status, headers),
    value(value) {
      if (value === undefined || res.headersSent) return
      error(
        new TypeError(
          `Expected an answer through res, or a Response to be returned, got ${describeValue(value)}`,
        ),
      )
    },
    error,
    takeOver() {},
  }
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
