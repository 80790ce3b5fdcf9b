// only on server: its counterparts are servers of node:http

// The `fetch` of the platform against a server of node:http. They wait for events of sockets, never for a
// time.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { fromPromise } from '@acoro/compat'
import { asyncFor, asyncGenerator, createTask, emit, run, sleep } from '@acoro/core'
import { BodyError, ConnectError, eventSource, fetch } from '@acoro/web'
import { describe, expect, test } from 'vitest'
import { runtime } from '../../../../scripts/runtimes/where.ts'
import { serving, signalled } from '../support/serving.ts'
import { failure, type Steps } from '../support/virtual.ts'

describe('fetch on the platform', () => {
  test('sends and receives JSON', async () => {
    const echoed = await serving(
      (request, response) => {
        request.pipe(response.writeHead(201, { 'content-type': String(request.headers['content-type']) }))
      },
      function* (url) {
        const response = yield* fetch(url, { json: { a: 'ü' } })
        return [response.status, response.headers.get('content-type'), yield* response.json()]
      },
    )
    expect(echoed).toEqual([201, 'application/json', { a: 'ü' }])
  })

  test('a cancel before the answer closes the connection', async () => {
    const arrived = signalled()
    const closed = signalled<boolean>()
    const gone = await serving(
      (_request, response) => {
        response.on('close', () => closed.fire(response.writableFinished))
        arrived.fire()
      },
      function* (url) {
        const task = createTask(fetch(url))
        yield* fromPromise(arrived.promise)
        task.cancel()
        const finished = yield* fromPromise(closed.promise)
        return [finished, task.cancelled()]
      },
    )
    expect(gone).toEqual([false, true])
  })

  test.each(['cancel', 'using', 'loop left'])('leaving the body closes the connection: %s', async (how) => {
    const closed = signalled<boolean>()
    const finished = await serving(
      (_request, response) => {
        response.on('close', () => closed.fire(response.writableFinished))
        response.write('first\n')
      },
      function* (url) {
        if (how === 'loop left') {
          yield* asyncFor((yield* fetch(url)).lines(), function* () {
            return false
          })
        } else if (how === 'using') {
          using _response = yield* fetch(url)
        } else {
          const task = createTask(
            (function* (): Steps {
              yield* (yield* fetch(url)).text()
            })(),
          )
          yield* sleep(20)
          task.cancel()
        }
        return yield* fromPromise(closed.promise)
      },
    )
    expect(finished).toBe(false)
  })

  test('answers that nobody reads hold no connection once their block is left', async () => {
    const closed: Promise<unknown>[] = []
    await serving(
      (request, response) => {
        closed.push(new Promise((resolve) => request.socket.on('close', resolve)))
        response.end('x'.repeat(100_000))
      },
      function* (url) {
        for (let i = 0; i < 5; i++) {
          using response = yield* fetch(url)
          expect(response.status).toBe(200)
        }
        yield* fromPromise(Promise.all(closed))
      },
    )
    expect(closed).toHaveLength(5)
  })

  test('no server: ConnectError with the code of the platform', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const error = await run(() => failure<ConnectError>(fetch(`http://127.0.0.1:${port}/`)))
    expect(error).toBeInstanceOf(ConnectError)
    const { code } = error
    // Deno's fetch names no code.
    expect([code, code === undefined]).toEqual([code, runtime === 'deno'])
    const after = code === undefined ? ': ' : ` (${code}): `
    expect(`${error}`).toContain(`ConnectError: GET http://127.0.0.1:${port}/: no answer came${after}`)
  })

  test('a connection that breaks in the body: BodyError with the bytes that came', async () => {
    // The platform drops what nobody has read when the connection breaks.
    const read = signalled()
    const error = await serving(
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('ten bytes!')
        void read.promise.then(() => response.destroy())
      },
      function* (url) {
        const chunks = (yield* fetch(url)).chunks()
        yield* chunks.anext()
        read.fire()
        return yield* failure<BodyError>(chunks.anext())
      },
    )
    expect(error).toBeInstanceOf(BodyError)
    expect(error.received).toBe(10)
  })

  test('an answer that is no HTTP: ConnectError', async () => {
    const server = createServer((socket) => void socket.end('nonsense\r\n\r\n')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      expect(await run(() => failure(fetch(`http://127.0.0.1:${port}/`)))).toBeInstanceOf(ConnectError)
    } finally {
      server.close()
    }
  })

  test('the deadline ends it in the body', async () => {
    const error = await serving(
      (_request, response) => void response.write('first'),
      function* (url) {
        const response = yield* fetch(url, { timeout: 50 })
        return yield* failure(response.text())
      },
    )
    expect(`${error}`).toMatch(
      /^TimeoutError: GET .* did not end within 50 ms: its deadline passed in the body, after 5 bytes$/,
    )
  })

  test('a source is sent as the connection takes it, and closed when the server goes', async () => {
    const log: string[] = []
    const endless = asyncGenerator(function* () {
      try {
        for (;;) {
          log.push('made')
          yield* emit('x'.repeat(65_536))
        }
      } finally {
        log.push('closed')
      }
    })
    const error = await serving(
      (request) => {
        let size = 0
        request.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > 300_000) request.destroy()
        })
      },
      function* (url) {
        const failed = yield* failure(fetch(url, { method: 'POST', body: endless() }))
        yield* sleep(10)
        return failed
      },
    )
    expect(error).toBeInstanceOf(ConnectError)
    expect(log.at(-1)).toBe('closed')
    expect(log.length).toBeLessThan(200)
  })

  test('events come again after the connection was cut', async () => {
    const seen: string[] = []
    const connections: { destroy(): unknown }[] = []
    await serving(
      (request, response) => {
        const after = Number(request.headers['last-event-id'] ?? 0)
        connections.push(response)
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(`retry: 1\nid: ${after + 1}\ndata: ${after + 1}\n\nid: 99\ndata: half`)
      },
      function* (url) {
        yield* asyncFor(eventSource(url), function* ({ data }) {
          seen.push(data)
          // Not earlier: the platform drops what nobody has read when the connection breaks.
          connections.pop()?.destroy()
          return seen.length < 3
        })
      },
    )
    expect(seen).toEqual(['1', '2', '3'])
  })
})
