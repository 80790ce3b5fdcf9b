// only on server: it listens to a port

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onlyOn } from '../../../../../scripts/runtimes/only-on.ts'
import { HttpServer, MOST_CONNECTIONS } from '../../../src/server/http/http-server.ts'
import { MOST_STREAMS, WatchStreams } from '../../../src/server/http/watch-stream.ts'

const token = 'a'.repeat(32)
const open: Socket[] = []
let picture = '{"picture":1}'
let streams: WatchStreams
let server: HttpServer
let port: number

beforeEach(() => serve(60_000))
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
  server.close()
})

/** `mostArrival`: what a busy machine sends late is in time all the same, if a test is not about that. */
async function serve(watchTime: number, mostArrival = 60_000): Promise<void> {
  picture = '{"picture":1}'
  streams = new WatchStreams(() => picture, watchTime)
  server = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    hostNames: [],
    token,
    mostArrival,
    files: new Map(),
    streams,
    answer: async () => ({}),
  })
  port = await server.listen()
}

function dial(text: string): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(text.replace('PORT', String(port)))
  open.push(socket)
  return socket
}

const WATCH = `POST /api/watch HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/json\r\nX-Acoro-Token: ${token}\r\nContent-Length: 2\r\n\r\n{}`

/** `once` would reject for a connection that was reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** What comes until it matches, or the connection ends in whatever way. */
function told(socket: Socket, wanted: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let got = ''
    socket.on('data', (data) => {
      got += data
      if (wanted.test(got)) resolve(got)
    })
    socket.once('close', () => resolve(got))
  })
}

async function watching(): Promise<Socket> {
  const socket = dial(WATCH)
  await told(socket, /picture/)
  return socket
}

test('eight viewers are served, the ninth is told why not, and comes in when another one leaves', async () => {
  const viewers = await Promise.all(Array.from({ length: MOST_STREAMS }, watching))
  expect(await told(dial(WATCH), /viewers/)).toMatch(
    /^HTTP\/1.1 503 .*Expected at most 8 viewers: close another one/s,
  )
  viewers[0]?.destroy()
  await expect.poll(() => streams.size).toBe(MOST_STREAMS - 1)
  await watching()
})

const counting = onlyOn(
  'exceptBun',
  'it hears of a connection by its first request, and has no maxConnections',
)

counting('a connection above the limit is closed, and the others stay', async () => {
  const idle = Array.from({ length: MOST_CONNECTIONS }, () => dial(''))
  await Promise.all(idle.map((socket) => once(socket, 'connect')))
  const late = dial(WATCH)
  let got = ''
  late.on('data', (data) => {
    got += data
  })
  await closed(late)
  expect(got).toBe('')
})

test('a viewer that does not read is ended, and nothing is kept for it', async () => {
  picture = JSON.stringify({ picture: 'x'.repeat(16 * 1024 * 1024) })
  const socket = dial(WATCH)
  socket.pause()
  await expect.poll(() => streams.size).toBe(1)
  await expect.poll(() => streams.size, { timeout: 10_000 }).toBe(0)
})

test('a stream ends by itself, so a viewer that went without a word costs nothing after that', async () => {
  server.close()
  await serve(50, 100)
  const socket = await watching()
  await closed(socket)
  expect(streams.size).toBe(0)
})

test.each([
  ['headers that never end', 'POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Slow: '],
  ['a body that never comes', WATCH.replace('Content-Length: 2', 'Content-Length: 2000')],
  ['a connection that says nothing', ''],
])('%s: the connection is closed in time', async (_what, text) => {
  server.close()
  await serve(60_000, 100)
  const socket = dial(text)
  socket.resume()
  await closed(socket)
})

test.each([
  ['a header of 9 KiB', `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: ${'x'.repeat(9000)}\r\n\r\n`],
  ['two thousand headers', `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n${'x: y\r\n'.repeat(2000)}\r\n`],
  [
    'a body of 65 KiB in pieces',
    `${WATCH.replace('Content-Length: 2', 'Transfer-Encoding: chunked').slice(0, -2)}10400\r\n${'x'.repeat(0x10400)}\r\n0\r\n\r\n`,
  ],
])('%s is refused', async (_what, text) => {
  const socket = dial(text)
  let got = ''
  socket.on('data', (data) => {
    got += data
  })
  await closed(socket)
  expect(got).not.toContain('200 OK')
})

test('every reply has the headers that forbid, and none lets another site read', async () => {
  const asks = [
    'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
    'GET /none HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
    'OPTIONS /api/state HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nAccess-Control-Request-Method: POST\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    WATCH.replace('watch', 'state'),
    WATCH.replace(token, 'b'.repeat(32)),
    WATCH,
  ]
  const replies = await Promise.all(asks.map((ask) => told(dial(ask), /\r\n\r\n/)))
  for (const reply of replies) {
    const headers = reply.slice(0, reply.indexOf('\r\n\r\n')).toLowerCase()
    expect(headers).toContain("content-security-policy: default-src 'none'; script-src 'self'")
    expect(headers).toContain('x-content-type-options: nosniff')
    expect(headers).toContain('referrer-policy: no-referrer')
    expect(headers).toContain('cross-origin-resource-policy: same-origin')
    expect(headers).toContain('cache-control: no-store')
    expect(headers).not.toMatch(/access-control-allow|set-cookie|x-powered-by/)
  }
})

test.each([
  ['a stream', WATCH.replace('\r\n\r\n', '\r\nOrigin: http://evil.example\r\n\r\n')],
  [
    'an answer',
    WATCH.replace('watch', 'state').replace('\r\n\r\n', '\r\nOrigin: http://evil.example\r\n\r\n'),
  ],
  ['an answer for another site', WATCH.replace('\r\n\r\n', '\r\nSec-Fetch-Site: cross-site\r\n\r\n')],
  ['a stream with the token of another start', WATCH.replace(token, 'b'.repeat(32))],
])('%s is refused to a stranger', async (_what, text) => {
  expect(await told(dial(text), /\r\n\r\n/)).toMatch(/^HTTP\/1.1 40[13] /)
})

test('nothing is upgraded, nor tunnelled', async () => {
  for (const text of [
    WATCH.replace('\r\n\r\n', '\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n',
  ]) {
    const socket = dial(text)
    let got = ''
    socket.on('data', (data) => {
      got += data
    })
    await closed(socket)
    expect(got).not.toMatch(/^HTTP\/1.1 (?:101|200)/)
  }
})
