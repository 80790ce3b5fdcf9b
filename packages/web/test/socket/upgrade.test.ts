// only on server: the sockets are those of Node

// WebSockets against real clients on this machine: those of ws, and bare sockets that misbehave.

import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fromPromise } from '@acoro/compat'
import { asyncFor, createTask, run, sleep } from '@acoro/core'
import type { RequestEnd } from '@acoro/web'
import { type ServeOptions, serve, type WebServer } from '@acoro/web/node'
import {
  connectWebSocket,
  Room,
  type UpgradeListener,
  type UpgradeOptions,
  upgrade,
  type WebSocketConnection,
  type WebSocketFunction,
} from '@acoro/web/ws'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { socketTo } from '../support/clients.ts'
import { signalled } from '../support/serving.ts'
import { failure, type Steps } from '../support/virtual.ts'

/** What the exception handler of the loop printed. */
let printed: string[] = []
beforeEach(() => {
  printed = []
  vi.spyOn(console, 'error').mockImplementation(
    (...what: unknown[]) => void printed.push(what.map(String).join(' ')),
  )
})
afterEach(() => void vi.restoreAllMocks())

type Talk = (...args: Parameters<WebSocketFunction>) => Steps<unknown>

const echo: Talk = function* (socket) {
  yield* asyncFor(socket, (message) => socket.send(message))
}

/** Notes how requests end, and resolves with the next one. */
class Ends {
  readonly onEnd = (end: RequestEnd): void => this.#next.fire(end)
  #next = signalled<RequestEnd>();

  *next(): Steps<string> {
    const { outcome, status } = yield* fromPromise(this.#next.promise)
    this.#next = signalled<RequestEnd>()
    return `${outcome} ${status}`
  }
}

function during<T>(
  talk: Talk,
  body: (server: WebServer, ends: Ends, listener: UpgradeListener) => Steps<T>,
  options: UpgradeOptions = {},
  ofServer: ServeOptions = {},
): Promise<T> {
  const ends = new Ends()
  const listener = upgrade((...args) => talk(...args) as never, { onEnd: ends.onEnd, ...options })
  return run(function* () {
    const server = yield* serve((_req, res) => void res.end('http'), {
      host: '127.0.0.1',
      grace: 5000,
      upgrade: listener,
      ...ofServer,
    })
    try {
      return yield* body(server, ends, listener)
    } finally {
      yield* server.close()
    }
  })
}

/** A client of ws that is open. */
function* opened(url: string, ...rest: unknown[]): Steps<WebSocket> {
  const client = new WebSocket(url.replace('http', 'ws'), ...(rest as []))
  client.on('error', () => {})
  yield* fromPromise(once(client, 'open'))
  return client
}

function* closed(client: WebSocket): Steps<string> {
  const [code, reason] = (yield* fromPromise(once(client, 'close'))) as [number, Buffer]
  return `${code} ${reason}`.trim()
}

const HANDSHAKE =
  'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'

/** A bare socket that has shaken hands. */
function* shaken(port: number, more = ''): Steps<Socket> {
  const socket = yield* fromPromise(socketTo(port, HANDSHAKE + more))
  yield* fromPromise(once(socket, 'data'))
  return socket
}

describe('upgrade', () => {
  test('a client of ws, and of our own', async () => {
    const story = await during(echo, function* ({ url }, ends) {
      const client = yield* opened(url)
      client.send('text')
      const [text] = yield* fromPromise(once(client, 'message'))
      client.close(1000)
      const first = [String(text), yield* closed(client), yield* ends.next()]
      const socket = yield* connectWebSocket(`${url}/path?query`)
      yield* socket.send(new Uint8Array([1, 2]))
      const bytes = [...((yield* socket.receive()) as Uint8Array)]
      yield* socket.close()
      return [first, bytes, yield* ends.next()]
    })
    expect(story).toEqual([['text', '1000', 'answered 101'], [1, 2], 'answered 101'])
  })

  test('the server goes on to answer HTTP, and knows what is under way', async () => {
    const story = await during(echo, function* (server, _ends, listener) {
      const client = yield* opened(server.url)
      const { status } = yield* fromPromise(fetch(server.url))
      const before = [server.statistics().webSockets, listener.statistics()]
      client.close()
      yield* closed(client)
      return [status, before]
    })
    expect(story).toEqual([200, [1, { active: 1, background: 0, refused: 0 }]])
  })

  test('the best protocol that both speak', async () => {
    const story = await during(
      echo,
      function* ({ url }) {
        const agreed = yield* connectWebSocket(url, { protocols: ['v1', 'v2'] })
        const plain = yield* connectWebSocket(url)
        const text = [agreed.protocol, plain.protocol]
        yield* agreed.close()
        yield* plain.close()
        const none = yield* failure(connectWebSocket(url, { protocols: ['v9'] }))
        return [text, none.name]
      },
      { protocols: ['v2', 'v1'] },
    )
    expect(story).toEqual([['v2', ''], 'ConnectError'])
  })

  test('compressed messages arrive, if both sides want them', async () => {
    const text = 'x'.repeat(10_000)
    const got = await during(
      echo,
      function* ({ url }) {
        const client = yield* opened(url)
        client.send(text)
        const [answer] = yield* fromPromise(once(client, 'message'))
        const how = client.extensions
        client.close()
        yield* closed(client)
        return [String(answer) === text, how]
      },
      { compress: true },
    )
    expect(got).toEqual([true, 'permessage-deflate'])
  })

  test('one that is no WebSocket, or too many, or from another page, is refused', async () => {
    const firstLine = function* (port: number, text: string): Steps<string> {
      const socket = yield* fromPromise(socketTo(port, text))
      const [data] = yield* fromPromise(once(socket, 'data'))
      yield* fromPromise(once(socket, 'close'))
      return String(data).split('\r\n')[0] as string
    }
    const story = await during(
      echo,
      function* ({ port, url }, ends) {
        const from = (origin: string): string => HANDSHAKE.replace('host: x', `host: x\r\norigin: ${origin}`)
        const lines = [
          yield* firstLine(port, HANDSHAKE.replace('dGhl', '')),
          yield* firstLine(port, from('https://evil.example')),
          yield* firstLine(port, from('null')),
        ]
        const ended = yield* ends.next()
        const client = yield* opened(url, { origin: url })
        lines.push(yield* firstLine(port, HANDSHAKE))
        const status = yield* failure<{ name: string; retryAfter?: string }>(connectWebSocket(url))
        client.close()
        yield* closed(client)
        return [lines, ended, status.name, status.retryAfter]
      },
      { maxConcurrent: 1, retryAfter: 7000 },
    )
    expect(story).toEqual([
      [
        'HTTP/1.1 400 Bad Request',
        'HTTP/1.1 403 Forbidden',
        'HTTP/1.1 403 Forbidden',
        'HTTP/1.1 503 Service Unavailable',
      ],
      'refused 400',
      'StatusError',
      '7',
    ])
  })

  test('an `origins` that throws is a 500, and is reported; a page that is refused is in the log', async () => {
    const story = await during(
      echo,
      function* ({ url }, ends) {
        const texts: unknown[] = []
        for (const origin of ['https://throws.example', 'https://evil.example']) {
          const refused = yield* failure<{ status: number }>(connectWebSocket(url, { headers: { origin } }))
          texts.push(refused.status, yield* ends.next())
        }
        return texts
      },
      {
        origins(origin) {
          if (origin.includes('throws')) throw new Error('no idea')
          return false
        },
      },
    )
    expect(story).toEqual([500, 'refused 500', 403, 'refused 403'])
    expect(printed.join()).toContain('error in the option origins, for GET /')
  })

  test('a client that has closed, and reads no more, is cut after closeTimeout', async () => {
    const reached = signalled<WebSocketConnection>()
    const story = await during(
      function* (socket) {
        reached.fire(socket)
        for (;;) yield* socket.send(new Uint8Array(65_536))
      },
      function* ({ port }, ends) {
        const deaf = yield* shaken(port)
        deaf.pause()
        const socket = yield* fromPromise(reached.promise)
        while (socket.statistics().waiting === 0) yield* sleep(1)
        // A close frame with 1000, masked by zeros.
        deaf.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]))
        return yield* ends.next()
      },
      { closeTimeout: 50 },
    )
    expect(story).toBe('left 499')
  })

  test.each<[string, UpgradeOptions['origins'], string, string]>([
    ['a list', ['https://app.example'], 'https://app.example', 'open'],
    ['a list that lacks it', ['https://app.example'], 'https://app.example.evil', '403'],
    ['a function', (origin) => origin.endsWith('.example'), 'https://app.example', 'open'],
    ['any', 'any', 'https://evil.example', 'open'],
  ])('pages are welcome by %s', async (_what, origins, origin, expected) => {
    const got = await during(
      echo,
      function* ({ url }) {
        try {
          const socket = yield* connectWebSocket(url, { headers: { origin } })
          yield* socket.close()
          return 'open'
        } catch (error) {
          return String((error as { status?: number }).status)
        }
      },
      { origins },
    )
    expect(got).toBe(expected)
  })
})

describe('clients that misbehave', () => {
  /** Waits for messages, and notes how that ends. */
  const noting = (log: string[]): Talk =>
    function* (socket) {
      try {
        for (;;) yield* socket.receive()
      } catch (error) {
        log.push(String(error))
        throw error
      }
    }

  // Server frames are not masked, client frames have to be.
  test.each<[string, Buffer, string]>([
    ['an unmasked frame', Buffer.from([0x81, 0x01, 0x41]), '1002'],
    ['a reserved opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), '1002'],
    ['a fragmented ping', Buffer.from([0x09, 0x80, 0, 0, 0, 0]), '1002'],
    ['text that is no UTF-8', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]), '1007'],
    ['a message that is too long', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0]), '1009'],
    ['a close code that is none', Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe7]), '1002'],
  ])('%s breaks the connection: cancelled once, and it is told the code', async (_what, bytes, code) => {
    const log: string[] = []
    const story = await during(noting(log), function* ({ port }, ends) {
      const socket = yield* shaken(port)
      socket.write(bytes)
      const [answer] = (yield* fromPromise(once(socket, 'data'))) as [Buffer]
      const ended = yield* ends.next()
      return [answer[0], String(answer.readUInt16BE(2)), ended]
    })
    expect([story, log]).toEqual([[0x88, code, 'left 499'], ['CancelledError: the client has gone']])
  })

  test('it leaves at every moment: no task stays, and nothing is reported', async () => {
    const mask = Buffer.from([0x81, 0x85, 0, 0, 0, 0, ...Buffer.from('hello')])
    const story = await during(echo, function* (server, _ends, listener) {
      const text = Buffer.from(HANDSHAKE)
      for (const whole of [text, Buffer.concat([text, mask, mask])]) {
        // Within the handshake's last bytes, and within every byte of the frames.
        for (let at = text.length - 3; at <= whole.length; at++) {
          for (const how of ['destroy', 'end', 'resetAndDestroy'] as const) {
            const socket = yield* fromPromise(socketTo(server.port))
            socket.resume()
            socket.write(whole.subarray(0, at))
            if (at % 2 === 0) yield* sleep(0)
            const ended = once(socket, 'close')
            socket[how]()
            yield* fromPromise(ended)
          }
        }
      }
      const report = yield* server.close()
      return [report.late, listener.statistics().active, server.statistics().sockets]
    })
    expect([story, printed]).toEqual([[[], 0, 0], []])
  })

  test('it never answers the close frame: it is cut after closeTimeout', async () => {
    const took = await during(
      function* (socket) {
        yield* socket.close(4000)
      },
      function* ({ port }, ends) {
        const socket = yield* fromPromise(socketTo(port, HANDSHAKE))
        const gone = once(socket, 'close')
        socket.resume()
        const ended = yield* ends.next()
        yield* fromPromise(gone)
        return ended
      },
      { closeTimeout: 50 },
    )
    expect(took).toBe('answered 101')
  })

  test('it does not read: what is sent to it is bounded, and it holds up nobody else', async () => {
    const reached = signalled<WebSocketConnection>()
    let sent = 0
    const story = await during(
      function* (socket, request) {
        if (request.url === '/quick') return yield* echo(socket, request, undefined as never)
        reached.fire(socket)
        for (;;) {
          yield* socket.send(new Uint8Array(65_536))
          sent++
        }
      },
      function* ({ port, url }, ends) {
        const deaf = yield* shaken(port)
        deaf.pause()
        const socket = yield* fromPromise(reached.promise)
        // Until a task waits for room: by then the kernel's buffers are full.
        while (socket.statistics().waiting === 0 || socket.statistics().sending < 100_000) yield* sleep(1)
        const quick = yield* connectWebSocket(`${url}/quick`)
        yield* quick.send('quick')
        const answer = yield* quick.receive()
        yield* quick.close()
        const first = yield* ends.next()
        const { sending } = socket.statistics()
        deaf.destroy()
        return [answer, first, sending < 250_000, yield* ends.next()]
      },
      { highWaterMark: 100_000 },
    )
    expect(story).toEqual(['quick', 'answered 101', true, 'left 499'])
    expect(sent).toBeGreaterThan(0)
  })

  test('it floods while nobody receives: it is held back, and its close is heard all the same', async () => {
    const flooded = signalled()
    const story = await during(
      function* (socket) {
        while (!socket.statistics().isHeldBack) yield* sleep(1)
        flooded.fire()
        yield* socket.close(4001)
      },
      function* ({ url }, ends) {
        const client = yield* opened(url)
        const ended = createTask(closed(client) as never)
        for (let i = 0; i < 2000; i++) client.send('x'.repeat(1000))
        yield* fromPromise(flooded.promise)
        return [yield* ended, yield* ends.next()]
      },
      { receiveBuffer: 10_000 },
    )
    expect(story).toEqual(['4001', 'answered 101'])
  })

  test('a slow one in a room is given up, the others get everything', async () => {
    const room = new Room({ capacity: 8 })
    const joined: (() => void)[] = []
    const story = await during(
      function* (socket) {
        using _seat = room.join(socket)
        joined.shift()?.()
        yield* asyncFor(socket, function* () {})
      },
      function* ({ port, url }, ends) {
        const both = [signalled(), signalled()]
        joined.push(...both.map(({ fire }) => fire))
        const deaf = yield* shaken(port)
        deaf.pause()
        const client = yield* connectWebSocket(url)
        yield* fromPromise(Promise.all(both.map(({ promise }) => promise)))
        let count = 0
        while (room.size === 2) {
          room.broadcast(new Uint8Array(100_000))
          count++
          yield* client.receive()
        }
        const ended = yield* ends.next()
        yield* client.close()
        return [ended, yield* ends.next(), room.statistics().aborted, count > 8]
      },
    )
    expect(story).toEqual(['left 499', 'answered 101', 1, true])
  })
})

describe('serve', () => {
  test('closes WebSockets with 1001, when their functions have ended', async () => {
    const log: string[] = []
    const story = await during(
      function* (socket) {
        try {
          yield* asyncFor(socket, function* () {})
          yield* socket.send('bye')
        } finally {
          yield* sleep(5)
          log.push('finally')
        }
      },
      function* (server) {
        const client = yield* opened(server.url)
        const message = once(client, 'message')
        const ended = createTask(closed(client) as never)
        const report = yield* server.close()
        const [text] = yield* fromPromise(message)
        return [String(text), yield* ended, report, server.statistics().sockets]
      },
    )
    expect([story, log]).toEqual([
      ['bye', '1001 the server shuts down', { underWay: 1, cancelled: 0, late: [] }, 0],
      ['finally'],
    ])
  })

  test('ends within grace + hardGrace, whatever a WebSocket does', async () => {
    const story = await during(
      function* () {
        for (;;) {
          try {
            yield* sleep(1_000_000)
          } catch (error) {
            if (stop) throw error
          }
        }
      },
      function* (server) {
        const deaf = yield* shaken(server.port)
        deaf.pause()
        const report = yield* server.close()
        stop = true
        return [report, server.statistics().sockets]
      },
      {},
      { grace: 20, hardGrace: 20 },
    )
    expect(story).toEqual([{ underWay: 1, cancelled: 1, late: ['GET /'] }, 0])
  })
  let stop = false

  test('refuses an upgrade while it shuts down', async () => {
    const refused = signalled<void>()
    const story = await during(
      function* (socket) {
        yield* asyncFor(socket, function* () {})
        // The server stays open until it has refused the other one.
        yield* fromPromise(refused.promise)
      },
      function* (server, _ends, listener) {
        // Half a request: Bun and Node 26 cut silent sockets as soon as their server closes.
        const socket = yield* fromPromise(socketTo(server.port, HANDSHAKE.slice(0, 30)))
        yield* opened(server.url)
        const closing = createTask(server.close())
        yield* sleep(5)
        socket.write(HANDSHAKE.slice(30))
        const [data] = yield* fromPromise(once(socket, 'data'))
        refused.fire()
        yield* closing
        return [String(data).split('\r\n')[0], listener.statistics().refused]
      },
      {},
      { grace: 60_000 },
    )
    expect(story).toEqual(['HTTP/1.1 503 Service Unavailable', 1])
  })

  test('300 idle WebSockets are closed together', async () => {
    const story = await during(echo, function* (server, _ends, listener) {
      const clients: WebSocket[] = []
      for (let i = 0; i < 300; i++) clients.push(yield* opened(server.url))
      const active = listener.statistics().active
      const all = Promise.all(clients.map((client) => once(client, 'close').then(([code]) => code)))
      const report = yield* server.close()
      return [active, new Set(yield* fromPromise(all)), report.cancelled]
    })
    expect(story).toEqual([300, new Set([1001]), 0])
  })
})

describe('connectWebSocket', () => {
  test('nobody listens, nobody upgrades, nobody answers', async () => {
    const names = await run(function* () {
      const server = yield* serve((_req, res) => void res.writeHead(404).end(), { host: '127.0.0.1' })
      const silent = yield* serve(() => {}, { host: '127.0.0.1', grace: 0, hardGrace: 0 })
      const errors = [
        yield* failure(connectWebSocket(server.url)),
        yield* failure(connectWebSocket(silent.url, { timeout: 20 })),
      ]
      yield* silent.close()
      yield* server.close()
      errors.push(yield* failure(connectWebSocket(server.url)))
      return errors.map(({ name, message }) => `${name}: ${message.replace(/:\d+/g, ':PORT')}`)
    })
    expect(names).toEqual([
      'StatusError: GET ws://127.0.0.1:PORT/: expected the upgrade to a WebSocket, got 404 Not Found',
      'TimeoutError: ws://127.0.0.1:PORT/ did not open within 20 ms',
      'ConnectError: GET ws://127.0.0.1:PORT/: no answer came (ECONNREFUSED): connect ECONNREFUSED 127.0.0.1:PORT',
    ])
  })

  test('a cancelled connect leaves nothing', async () => {
    const story = await run(function* () {
      const silent = yield* serve(() => {}, { host: '127.0.0.1', grace: 0, hardGrace: 0 })
      const connecting = createTask(connectWebSocket(silent.url))
      while (silent.statistics().active === 0) yield* sleep(1)
      connecting.cancel()
      const error = yield* failure(connecting)
      while (silent.statistics().sockets > 0) yield* sleep(1)
      yield* silent.close()
      return error.name
    })
    expect(story).toBe('CancelledError')
  })

  test('one that is left open is cut with its loop', async () => {
    const gone = signalled<string>()
    await during(
      function* (socket) {
        gone.fire(String(yield* failure(socket.receive())))
      },
      function* ({ url }) {
        // Another loop, which begins when this one sleeps.
        const other = new Promise((resolve) => setImmediate(resolve)).then(() =>
          run(() => connectWebSocket(url)),
        )
        yield* fromPromise(other)
        yield* fromPromise(gone.promise)
      },
    )
    expect(await gone.promise).toBe('CancelledError: the client has gone')
  })

  test.each<[() => unknown, string]>([
    [
      () => connectWebSocket('nowhere'),
      'Expected an address such as \'ws://host/path\', got the string "nowhere"',
    ],
    [() => connectWebSocket('ftp://x'), 'Expected an address of ws:, wss:, http: or https:, got ftp:'],
    [() => upgrade(5 as never), 'Expected a coroutine function, got the number 5'],
    [
      () => upgrade(echo as never, { maxPayload: 0 }),
      'Expected the option maxPayload of upgrade() to be a whole number of at least 1, got 0',
    ],
    [
      () => upgrade(echo as never, { origins: 'https://x' as never }),
      "Expected the option origins of upgrade() to be a list such as ['https://app.example'], a function or 'any', got the string \"https://x\"",
    ],
    [
      () => upgrade(echo as never, { pingInterval: 0 }),
      'Expected the option pingInterval of upgrade() to be at least 1 ms, got 0',
    ],
  ])('wrong arguments fail at the call: %s', (call, message) => {
    expect(call).toThrow(message)
  })
})
