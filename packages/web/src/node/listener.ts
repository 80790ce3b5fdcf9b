/** Functions from Request to Response as listeners of node:http. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { describeValue } from '@acoro/core/lowlevel'
import { onGone } from '../base/gone.ts'
import { endEmpty, reportError } from './node-handler.ts'
import { writeResponse } from './write-response.ts'

/** A function from Request to Response: of `handler()`, of Hono, of a worker. */
export type FetchHandler = (
  request: Request,
  env: { incoming: IncomingMessage; outgoing: ServerResponse },
) => Response | Promise<Response>

/**
 * A listener for `createServer` of node:http that calls a function from Request to Response. `request.signal`
 * is aborted if the client goes before the answer is whole, and never otherwise. The function also gets `{
 * incoming, outgoing }`, which is what Hono's adapter passes.
 *
 * @example
 * ```ts no-run
 * import { createServer } from 'node:http'
 * import { handler } from '@acoro/web'
 *
 * createServer(toListener(handler(function* () { return new Response('hello') }))).listen(8080)
 * ```
 */
export function toListener(handle: FetchHandler): (req: IncomingMessage, res: ServerResponse) => void {
  if (typeof handle !== 'function') {
    throw new TypeError(`Expected a function from Request to Response, got ${describeValue(handle)}`)
  }
  return (req, res) => {
    void answer(handle, req, res)
  }
}

async function answer(handle: FetchHandler, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    let request: Request
    const controller = new AbortController()
    try {
      request = requestOf(req, controller.signal)
    } catch {
      // A host or a path that is no address.
      endEmpty(res, 400, { connection: 'close' })
      return
    }
    onGone(res, () => controller.abort())
    await writeResponse(res, await handle(request, { incoming: req, outgoing: res }))
  } catch (error) {
    if (res.headersSent) res.destroy()
    else {
      reportError(error, req)
      endEmpty(res, 500, {})
    }
  }
}

function requestOf(req: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', headers } = req
  const authority = (headers[':authority'] as string | undefined) ?? headers.host ?? 'localhost'
  const isEncrypted = (req.socket as { encrypted?: boolean }).encrypted === true
  const path = req.url?.startsWith('/') === true ? req.url : '/'
  const own = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || value === undefined) continue
    if (Array.isArray(value)) for (const item of value) own.append(name, item)
    else own.set(name, value)
  }
  const init: RequestInit & { duplex?: 'half' } = { method, headers: own, signal }
  if (method !== 'GET' && method !== 'HEAD') {
    init.body = Readable.toWeb(req) as unknown as ReadableStream
    init.duplex = 'half'
  }
  return new Request(`http${isEncrypted ? 's' : ''}://${authority}${path}`, init)
}
