// only on server: they are for node:http

// What the ways to answer promise beyond the client's leaving, against real clients on Node.

import { once } from 'node:events'
import { createServer, request as httpRequest, type RequestListener } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2'
import { fromPromise } from '@acoro/compat'
import { emit, sleep } from '@acoro/core'
import { eventStream, handler, type RequestEnd, type RequestOptions, streamed } from '@acoro/web'
import { acoroFastify, express, type FastifyCoroutine, koa, nodeHandler, toListener } from '@acoro/web/node'
import { serve as serveHono } from '@hono/node-server'
import makeExpress, { type ErrorRequestHandler } from 'express'
import makeFastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { portOf } from '../support/client-goes.ts'
import { begin, socketTo, textOf } from '../support/clients.ts'
import { signalled } from '../support/serving.ts'
import type { Steps } from '../support/virtual.ts'

const closers: (() => Promise<unknown>)[] = []
/** What the exception handler of the loop printed. */
let printed: string[] = []
beforeEach(() => {
  printed = []
  vi.spyOn(console, 'error').mockImplementation(
    (...what: unknown[]) => void printed.push(what.map(String).join(' ')),
  )
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closers.splice(0)) await close()
})

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

/** Notes how requests end, and resolves with the next one. */
class Ends {
  #next = signalled<RequestEnd>()
  readonly onEnd = (end: RequestEnd): void => this.#next.fire(end)

  async next(): Promise<string> {
    const { outcome, status } = await this.#next.promise
    this.#next = signalled<RequestEnd>()
    return `${outcome} ${status}`
  }
}

type Way = (fn: () => Steps<unknown>, options: RequestOptions) => Promise<string>

/** Each takes a function that returns a Response. */
const ways: Record<string, Way> = {
  nodeHandler: (fn, options) => listening(nodeHandler(fn, options)),
  toListener: (fn, options) => listening(toListener(handler(fn as () => Steps<Response>, options))),
  express(fn, options) {
    const app = makeExpress()
    app.all('/', express(fn, options))
    app.use(
      ((error, _req, res, _next) =>
        void res.status(500).send(`own: ${error.message}`)) as ErrorRequestHandler,
    )
    return listening(app)
  },
  koa(fn, options) {
    const app = new Koa()
    app.silent = true
    app.use(koa(fn, options))
    return listening(app.callback() as RequestListener)
  },
  async fastify(fn, options) {
    const app = makeFastify()
    await app.register(acoroFastify, options)
    const { coroutine } = app as unknown as { coroutine: FastifyCoroutine }
    app.route({ method: ['GET', 'POST'], url: '/', handler: coroutine(fn) as never })
    closers.push(() => app.close())
    return `${await app.listen({ port: 0, host: '127.0.0.1' })}/`
  },
}

/** What a client gets: `200 text`, with the headers that are asked for. */
async function get(url: string, ...headers: string[]): Promise<string> {
  const answer = await begin(url, 'GET').answer
  return [answer.statusCode, ...headers.map((name) => answer.headers[name]), await textOf(answer)].join(' ')
}

describe.each(Object.entries(ways))('%s', (name, open) => {
  test('a Response: status, headers, cookies, body', async () => {
    const url = await open(function* () {
      yield* sleep(0)
      const response = new Response('text', { status: 201, headers: { 'x-a': '1' } })
      response.headers.append('set-cookie', 'a=1')
      response.headers.append('set-cookie', 'b=2')
      return response
    }, {})
    expect(await get(url, 'x-a', 'set-cookie')).toBe('201 1 a=1,b=2 text')
  })

  test('the deadline is a 504, and above maxConcurrent 503 with Retry-After', async () => {
    const url = await open(() => sleep(60_000, new Response())[Symbol.iterator]() as Steps<Response>, {
      timeout: 60,
      maxConcurrent: 1,
      retryAfter: 3000,
    })
    const first = begin(url, 'GET')
    await new Promise((resolve) => setImmediate(resolve))
    const slow = get(url, 'retry-after')
    const both = [`${(await first.answer).statusCode}`, await slow].sort()
    expect(both).toEqual(['503 3 ', '504'])
  })

  test('an error before the head is a 500 of the framework, without its text where there is none', async () => {
    const ends = new Ends()
    const url = await open(
      function* () {
        yield* sleep(0)
        throw new Error('secret')
      },
      { onEnd: ends.onEnd },
    )
    const answers: Record<string, string> = {
      express: '500 own: secret',
      koa: '500 Internal Server Error',
      fastify: '500 {"statusCode":500,"error":"Internal Server Error","message":"secret"}',
    }
    const [answer, end] = await Promise.all([get(url), ends.next()])
    expect([answer, end]).toEqual([answers[name] ?? '500 ', 'failed 500'])
  })

  test('an error after the first chunk is a cut, never an end', async () => {
    const ends = new Ends()
    const received = signalled()
    const url = await open(
      function* () {
        return streamed(function* () {
          yield* sleep(0)
          yield* emit('first')
          yield* fromPromise(received.promise)
          throw new Error('in the body')
        })
      },
      { onEnd: ends.onEnd },
    )
    const answer = await begin(url, 'GET').answer
    const story: unknown[] = [answer.statusCode]
    answer.on('error', (error) => story.push(error.message))
    answer.on('end', () => story.push('an end'))
    answer.on('data', (chunk) => {
      story.push(String(chunk))
      received.fire()
    })
    await new Promise((resolve) => answer.on('close', resolve))
    expect([await ends.next(), story]).toEqual(['failed 200', [200, 'first', 'aborted']])
    expect(printed).toHaveLength(1)
    expect(printed[0]).toContain('Error: in the body')
  })

  test('a slow reader holds back the body, and leaving closes it', async () => {
    const ends = new Ends()
    let made = 0
    let closed = 0
    const url = await open(
      function* () {
        return streamed(function* () {
          try {
            for (;;) {
              made++
              yield* emit('x'.repeat(65_536))
            }
          } finally {
            closed++
          }
        })
      },
      { onEnd: ends.onEnd },
    )
    const client = begin(url, 'GET')
    const answer = await client.answer
    answer.pause()
    // As long as the system has buffers: then nothing more is made.
    for (let last = -1; last !== made; ) {
      last = made
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const held = made
    client.leave()
    expect([await ends.next(), closed]).toEqual(['left 499', 1])
    expect(held).toBeLessThan(300)
    expect(made - held).toBeLessThan(3)
  })

  test('HEAD: no body is made', async () => {
    if (name === 'fastify') return
    let begun = 0
    const url = await open(function* () {
      return streamed(
        function* () {
          begun++
          yield* emit('never')
        },
        { headers: { 'x-a': '1' } },
      )
    }, {})
    const answer = await begin(url, 'HEAD').answer
    expect([answer.statusCode, answer.headers['x-a'], await textOf(answer), begun]).toEqual([200, '1', '', 0])
  })

  test('two pipelined requests on one socket are two tasks, and both are left when it closes', async () => {
    let count = 0
    let gone = 0
    const waiting = signalled()
    const left = signalled()
    const url = await open(
      function* () {
        if (++count === 2) waiting.fire()
        yield* sleep(60_000)
        return new Response()
      },
      {
        onEnd({ outcome }) {
          if (outcome === 'left' && ++gone === 2) left.fire()
        },
      },
    )
    const head = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'
    const socket = await socketTo(Number(new URL(url).port), head + head)
    await waiting.promise
    socket.destroy()
    await left.promise
    expect([count, gone]).toEqual([2, 2])
  })

  test('leaving between the head and the body of a POST is leaving', async () => {
    const ends = new Ends()
    const waiting = signalled()
    const url = await open(
      function* () {
        waiting.fire()
        yield* sleep(60_000)
        return new Response()
      },
      { onEnd: ends.onEnd },
    )
    // Fastify reads the body before it calls the handler.
    if (name === 'fastify') return
    const socket = await socketTo(
      Number(new URL(url).port),
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf',
    )
    await waiting.promise
    socket.destroy()
    expect(await ends.next()).toBe('left 499')
  })

  test('a client that closes its half counts as gone', async () => {
    const ends = new Ends()
    const waiting = signalled()
    const url = await open(
      function* () {
        waiting.fire()
        yield* sleep(60_000)
        return new Response()
      },
      { onEnd: ends.onEnd },
    )
    const socket = await socketTo(Number(new URL(url).port), 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    await waiting.promise
    socket.end()
    expect(await ends.next()).toBe('left 499')
    socket.destroy()
  })

  test('100-continue, an empty body and chunks are whole POSTs', async () => {
    const ends = new Ends()
    const url = await open(
      function* () {
        yield* sleep(20)
        return new Response('whole')
      },
      { onEnd: ends.onEnd },
    )
    const outcomes: string[] = []
    for (const [headers, body] of [
      [{ expect: '100-continue', 'content-length': '2', 'content-type': 'application/json' }, '{}'],
      [{ 'content-length': '0' }, ''],
      [{ 'transfer-encoding': 'chunked', 'content-type': 'application/json' }, '{}'],
    ] as const) {
      const request = httpRequest(url, { method: 'POST', headers, agent: false })
      const response = once(request, 'response')
      if ('expect' in headers) {
        request.flushHeaders()
        await once(request, 'continue')
      }
      request.end(body)
      const [answer] = await response
      outcomes.push(`${await textOf(answer)} ${await ends.next()}`)
    }
    expect(outcomes).toEqual(Array(3).fill('whole answered 200'))
  })

  test('a `finally` that writes to the answer that is gone does no harm', async () => {
    if (name !== 'nodeHandler') return
    const ends = new Ends()
    const waiting = signalled()
    const url = await listening(
      nodeHandler(
        function* (_req, res) {
          try {
            waiting.fire()
            yield* sleep(60_000)
          } finally {
            res.setHeader('x-a', '1')
            res.write('too late')
            res.end()
          }
        },
        { onEnd: ends.onEnd },
      ),
    )
    const client = begin(url, 'GET')
    await waiting.promise
    client.leave()
    expect(await ends.next()).toBe('left 499')
  })
})

describe('beyond', () => {
  test('a stream of events reaches the client as it is sent', async () => {
    const go = signalled()
    const url = await listening(
      toListener(
        handler(function* () {
          return eventStream(function* () {
            yield* emit('first')
            yield* fromPromise(go.promise)
            yield* emit('second')
          })
        }),
      ),
    )
    const answer = await begin(url, 'GET').answer
    answer.setEncoding('utf8')
    expect((await once(answer, 'data'))[0]).toBe('data: first\n\n')
    go.fire()
    expect((await once(answer, 'data'))[0]).toBe('data: second\n\n')
  })

  test('a reset of one HTTP/2 stream cancels its task and no other', async () => {
    const outcomes: string[] = []
    const bothWait = signalled()
    const left = signalled()
    const go = signalled()
    let count = 0
    const server = createHttp2(
      nodeHandler(
        function* (_req, res) {
          if (++count === 2) bothWait.fire()
          yield* fromPromise(go.promise)
          res.end('whole')
        },
        {
          onEnd({ outcome, path }) {
            outcomes.push(`${path} ${outcome}`)
            if (outcome === 'left') left.fire()
          },
        },
      ) as never,
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = connectHttp2(`http://127.0.0.1:${portOf(server)}`)
    const [one, two] = ['/one', '/two'].map((path) => client.request({ ':path': path }))
    one!.on('error', () => {})
    await bothWait.promise
    one!.close(8)
    await left.promise
    go.fire()
    let text = ''
    for await (const chunk of two!) text += chunk
    client.close()
    server.close()
    expect([text, outcomes]).toEqual(['whole', ['/one left', '/two answered']])
  })

  test('a reset of an HTTP/2 stream cancels the request of Hono that got c.env', async () => {
    const waits = signalled()
    const left = signalled()
    const handle = handler(
      function* () {
        waits.fire()
        return yield* fromPromise(new Promise<Response>(() => {}))
      },
      { onEnd: ({ outcome }) => outcome === 'left' && left.fire() },
    )
    const app = new Hono().get('/', (c) => handle(c.req.raw, c.env))
    const server = serveHono({
      fetch: app.fetch,
      port: 0,
      hostname: '127.0.0.1',
      createServer: createHttp2 as never,
    })
    await once(server, 'listening')
    const client = connectHttp2(`http://127.0.0.1:${portOf(server)}`)
    const stream = client.request({ ':path': '/' })
    stream.on('error', () => {})
    await waits.promise
    stream.close(8)
    await left.promise
    client.close()
    server.close()
  })

  test('a request that is no HTTP reaches no coroutine', async () => {
    let count = 0
    const url = await listening(
      nodeHandler(function* (_req, res) {
        count++
        res.end()
      }),
    )
    const socket = await socketTo(Number(new URL(url).port), 'nonsense\r\n\r\n')
    const [chunk] = await once(socket, 'data')
    expect([String(chunk).split('\r\n')[0], count]).toEqual(['HTTP/1.1 400 Bad Request', 0])
  })
})
