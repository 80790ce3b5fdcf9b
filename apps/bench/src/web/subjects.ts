// The servers that are compared: each framework bare, with async functions, and with handlers of @acoro/web.

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromPromise } from '@acoro/compat'
import { sleep } from '@acoro/core'
import { handler } from '@acoro/web'
import { acoroFastify, type FastifyCoroutine } from '@acoro/web/node'
import { serve } from '@hono/node-server'
import fastify from 'fastify'
import { Hono } from 'hono'

export interface Subject {
  readonly url: string
}

/** What the requests for `/held` wait for. */
export interface Gate {
  readonly opened: Promise<void>
  arrived(): void
}

type Opening = (gate: Gate) => Promise<Subject>

const body = { hello: 'world' }
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

async function onHono(app: Hono): Promise<Subject> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  }
}

const bareHono: Opening = (gate) =>
  onHono(
    new Hono()
      .get('/', async () => Response.json(body))
      .get('/later', async () => {
        await breathe()
        return Response.json(body)
      })
      .get('/held', async () => {
        gate.arrived()
        await gate.opened
        return Response.json(body)
      }),
  )

const ownHono: Opening = (gate) => {
  const atOnce = handler(function* () {
    return Response.json(body)
  })
  const later = handler(function* () {
    yield* sleep(1)
    return Response.json(body)
  })
  const held = handler(function* () {
    gate.arrived()
    yield* fromPromise(gate.opened)
    return Response.json(body)
  })
  return onHono(
    new Hono()
      .get('/', (c) => atOnce(c.req.raw, c.env))
      .get('/later', (c) => later(c.req.raw, c.env))
      .get('/held', (c) => held(c.req.raw, c.env)),
  )
}

async function onFastify(add: (app: ReturnType<typeof fastify>) => unknown): Promise<Subject> {
  const app = fastify()
  await add(app)
  return { url: `${await app.listen({ port: 0, host: '127.0.0.1' })}/` }
}

const bareFastify: Opening = (gate) =>
  onFastify((app) => {
    app.get('/', async () => body)
    app.get('/later', async () => {
      await breathe()
      return body
    })
    app.get('/held', async () => {
      gate.arrived()
      await gate.opened
      return body
    })
  })

const ownFastify: Opening = (gate) =>
  onFastify(async (app) => {
    await app.register(acoroFastify)
    const { coroutine } = app as unknown as { coroutine: FastifyCoroutine }
    app.get(
      '/',
      coroutine(function* () {
        return body
      }) as never,
    )
    app.get(
      '/later',
      coroutine(function* () {
        yield* sleep(1)
        return body
      }) as never,
    )
    app.get(
      '/held',
      coroutine(function* () {
        gate.arrived()
        yield* fromPromise(gate.opened)
        return body
      }) as never,
    )
  })

export const subjects: Readonly<Record<string, readonly [bare: Opening, own: Opening]>> = {
  hono: [bareHono, ownHono],
  fastify: [bareFastify, ownFastify],
}
