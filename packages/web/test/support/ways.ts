// The ways to answer on Node, each with the same function, for the table «what happens when the client goes
// away».

import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { fromPromise } from '@acoro/compat'
import { handler } from '@acoro/web'
import { acoroFastify, express, type FastifyCoroutine, koa, nodeHandler, toListener } from '@acoro/web/node'
import { serve as serveHono } from '@hono/node-server'
import makeExpress, { type Request, type Response } from 'express'
import makeFastify from 'fastify'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import { Hono } from 'hono'
import Koa from 'koa'
import { portOf } from './client-goes.ts'
import type { Prober } from './prober.ts'
import type { Steps } from './virtual.ts'

const closers: (() => Promise<unknown>)[] = []

/** Closes the servers that were opened. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close()
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${portOf(server)}/`
}

/** Reads the body as the applications do that have no parser for it. */
function* bodyOf(req: IncomingMessage): Steps {
  yield* fromPromise(
    (async () => {
      for await (const _chunk of req);
    })(),
  )
}

const withRes = (probe: Prober) =>
  nodeHandler(
    function* (req, res) {
      yield* bodyOf(req)
      yield* probe.work()
      res.end('answered')
    },
    { onEnd: probe.onEnd },
  )

const fetching = (probe: Prober) =>
  handler(
    function* (request) {
      if (request.method === 'POST') yield* fromPromise(request.json())
      yield* probe.work()
      return new globalThis.Response('answered')
    },
    { onEnd: probe.onEnd },
  )

async function onHono(app: Hono): Promise<string> {
  const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  closers.push(async () => {
    ;(server as ReturnType<typeof createServer>).closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${portOf(server)}/`
}

export const ways: Record<string, (probe: Prober) => Promise<string>> = {
  'node:http, `nodeHandler`': (probe) => listening(withRes(probe)),
  'node:http, `nodeHandler` with a Response': (probe) =>
    listening(
      nodeHandler(
        function* (req) {
          yield* bodyOf(req)
          yield* probe.work()
          return new globalThis.Response('answered')
        },
        { onEnd: probe.onEnd },
      ),
    ),
  'node:http, `toListener(handler(…))`': (probe) => listening(toListener(fetching(probe))),
  'Hono on Node, `handle(c.req.raw, c.env)`': (probe) => {
    const handle = fetching(probe)
    return onHono(new Hono().all('/', (c) => handle(c.req.raw, c.env)))
  },
  'Hono on Node, `handle(c.req.raw)`': (probe) => {
    const handle = fetching(probe)
    return onHono(new Hono().all('/', (c) => handle(c.req.raw)))
  },
  'h3 on Node, `handler`': (probe) => {
    const handle = fetching(probe)
    const app = new H3().all('/', (event) => handle(event.req as globalThis.Request))
    return listening(toNodeHandler(app) as RequestListener)
  },
  'express, `express`': (probe) => {
    const app = makeExpress()
    app.use(makeExpress.json())
    app.all(
      '/',
      express(
        function* (_req: Request, res: Response) {
          yield* probe.work()
          res.send('answered')
        },
        { onEnd: probe.onEnd },
      ),
    )
    return listening(app)
  },
  'koa, `koa`': (probe) => {
    const app = new Koa()
    app.use(
      koa(
        function* (ctx) {
          yield* bodyOf(ctx.req)
          yield* probe.work()
          ctx.body = 'answered'
        },
        { onEnd: probe.onEnd },
      ),
    )
    return listening(app.callback() as (req: IncomingMessage, res: ServerResponse) => void)
  },
  'fastify, `app.coroutine`': async (probe) => {
    const app = makeFastify()
    await app.register(acoroFastify, { onEnd: probe.onEnd })
    const { coroutine } = app as unknown as { coroutine: FastifyCoroutine }
    app.route({
      method: ['GET', 'POST'],
      url: '/',
      handler: coroutine(function* () {
        yield* probe.work()
        return 'answered'
      }) as never,
    })
    closers.push(() => app.close())
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/`
  },
}
