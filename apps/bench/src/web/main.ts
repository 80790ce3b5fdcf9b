// What a request costs with handlers of @acoro/web, beside the bare framework with the same handler in async/await; and how long a
// refusal takes. `pnpm --filter @acoro/bench web [requests [rounds]]`. It is processor time, because requests a second say more about
// what else the machine does. The client is autocannon in this process and counts on both sides, so the ratio of the
// handlers alone is a little worse. The rounds alternate; the median of the ratios of neighbours is shown.

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sleep } from '@acoro/core'
import { handler } from '@acoro/web'
import { acoroFastify, type FastifyCoroutine } from '@acoro/web/node'
import { serve } from '@hono/node-server'
import autocannon from 'autocannon'
import fastify from 'fastify'
import { Hono } from 'hono'

const amount = Number(process.argv[2] ?? 5000)
const rounds = Number(process.argv[3] ?? 7)

const body = { hello: 'world' }
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

interface Subject {
  url: string
  close(): Promise<unknown>
}

async function onHono(app: Hono): Promise<Subject> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function onFastify(add: (app: ReturnType<typeof fastify>) => unknown): Promise<Subject> {
  const app = fastify()
  await add(app)
  return { url: `${await app.listen({ port: 0, host: '127.0.0.1' })}/`, close: () => app.close() }
}

const pairs: Record<string, [bare: () => Promise<Subject>, ours: () => Promise<Subject>]> = {
  'hono, at once': [
    () => onHono(new Hono().get('/', async () => Response.json(body))),
    () => {
      const handle = handler(function* () {
        return Response.json(body)
      })
      return onHono(new Hono().get('/', (c) => handle(c.req.raw)))
    },
  ],
  'hono, after 1 ms': [
    () =>
      onHono(
        new Hono().get('/', async () => {
          await breathe()
          return Response.json(body)
        }),
      ),
    () => {
      const handle = handler(function* () {
        yield* sleep(1)
        return Response.json(body)
      })
      return onHono(new Hono().get('/', (c) => handle(c.req.raw)))
    },
  ],
  'fastify, at once': [
    () => onFastify((app) => app.get('/', async () => body)),
    () =>
      onFastify(async (app) => {
        await app.register(acoroFastify)
        const { coroutine } = app as unknown as { coroutine: FastifyCoroutine }
        app.get(
          '/',
          coroutine(function* () {
            return body
          }) as never,
        )
      }),
  ],
  'fastify, after 1 ms': [
    () =>
      onFastify((app) =>
        app.get('/', async () => {
          await breathe()
          return body
        }),
      ),
    () =>
      onFastify(async (app) => {
        await app.register(acoroFastify)
        const { coroutine } = app as unknown as { coroutine: FastifyCoroutine }
        app.get(
          '/',
          coroutine(function* () {
            yield* sleep(1)
            return body
          }) as never,
        )
      }),
  ],
}

/** Processor time of a request in µs, with that of its client. */
async function costOf({ url }: Subject): Promise<number> {
  const before = process.cpuUsage()
  const { non2xx, errors } = await autocannon({ url, connections: 20, amount })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} answers were not 2xx, ${errors} failed`)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / amount
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number

console.log('handler                bare µs   acoro µs  bare/acoro')
for (const [name, [openBare, openOurs]] of Object.entries(pairs)) {
  const [bare, ours] = [await openBare(), await openOurs()]
  for (const subject of [bare, ours]) await costOf(subject)
  const samples: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    // Each is first as often as second.
    const first = round % 2 === 0 ? bare : ours
    const a = await costOf(first)
    const b = await costOf(first === bare ? ours : bare)
    samples.push(first === bare ? [a, b] : [b, a])
  }
  const ratio = median(samples.map(([a, b]) => a / b))
  const [a, b] = [median(samples.map(([x]) => x)), median(samples.map(([, x]) => x))]
  console.log(
    `${name.padEnd(20)} ${a.toFixed(0).padStart(9)} ${b.toFixed(0).padStart(10)} ${ratio.toFixed(2).padStart(11)}`,
  )
  await bare.close()
  await ours.close()
}

const full = handler(() => sleep(1_000, new Response()), { maxConcurrent: 1 })
const busy = full(new Request('http://x.test/'))
const times: number[] = []
for (let i = 0; i < 2000; i++) {
  const request = new Request('http://x.test/')
  const before = performance.now()
  await full(request)
  times.push(performance.now() - before)
}
times.sort((x, y) => x - y)
console.log(
  `503 above maxConcurrent: median ${(times[1000]! * 1000).toFixed(0)} µs, 99 % ${(times[1980]! * 1000).toFixed(0)} µs`,
)
await busy
process.exit()
