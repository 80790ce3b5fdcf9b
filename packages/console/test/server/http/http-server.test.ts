// only on server: it listens to a port

import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HttpServer } from '../../../src/server/http/http-server.ts'
import { WatchStreams } from '../../../src/server/http/watch-stream.ts'

const token = 'a'.repeat(32)
let server: HttpServer
let port: number

beforeEach(async () => {
  server = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    hostNames: [],
    token,
    files: new Map([['/', { type: 'text/html; charset=utf-8', body: Buffer.from('<p>page') }]]),
    streams: new WatchStreams(() => '{"picture":1}'),
    answer: async (name, ask) => (name === 'echo' ? ask : undefined),
  })
  port = await server.listen()
})
afterEach(() => server.close())

/** Sends text as it is, and returns what comes until the other side closes. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let got = ''
  socket.on('error', () => {})
  socket.on('data', (data) => {
    got += data
  })
  socket.write(text)
  await once(socket, 'close')
  return got
}

const host = (): string => `Host: 127.0.0.1:${port}\r\n`
const last = 'Connection: close\r\n'

function post(path: string, body: string, headers = `X-Acoro-Token: ${token}\r\n`): string {
  const length = Buffer.byteLength(body)
  return `POST ${path} HTTP/1.1\r\n${host()}${last}Content-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`
}

test('the page comes with headers that forbid everything but its own files', async () => {
  const reply = await raw(`GET / HTTP/1.1\r\n${host()}${last}\r\n`)
  expect(reply).toMatch(/^HTTP\/1.1 200 /)
  for (const header of [
    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options: nosniff',
    'referrer-policy: no-referrer',
    'cross-origin-resource-policy: same-origin',
    'cache-control: no-store',
  ]) {
    expect(reply).toContain(`${header}\r\n`)
  }
  expect(reply.toLowerCase()).not.toContain('access-control-allow-origin')
  expect(reply.toLowerCase()).not.toContain('set-cookie')
})

test.each([
  ['a foreign name', 'GET / HTTP/1.1\r\nHost: evil.example\r\n'],
  ['two names', `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example\r\n`],
  ['no name', 'GET / HTTP/1.1\r\n'],
  ['no name in HTTP/1.0', 'GET / HTTP/1.0\r\n'],
  ['a foreign origin', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n'],
  ['a malformed host', 'GET / HTTP/1.1\r\nHost: [\r\n'],
])('%s is refused', async (_what, text) => {
  expect(await raw(`${text.replace('PORT', String(port))}${last}\r\n`)).toMatch(/^HTTP\/1.1 (?:400|403) /)
})

test('what is asked needs the token, and is JSON of no more than 64 KiB', async () => {
  expect(await raw(post('/api/echo', '{"a":1}'))).toMatch(/^HTTP\/1.1 200 .*application\/json.*\{"a":1\}$/s)
  expect(await raw(post('/api/echo', '{}', ''))).toMatch(/^HTTP\/1.1 401 /)
  expect(await raw(post(`/api/echo?token=${token}`, '{}', ''))).toMatch(/^HTTP\/1.1 400 /)
  expect(await raw(post('/api/echo', '[1]'))).toMatch(/^HTTP\/1.1 400 .*Expected a JSON object/s)
  expect(await raw(post('/api/echo', `{"a":"${'x'.repeat(70_000)}"}`))).toMatch(/^HTTP\/1.1 413 |^$/)
})

test.each(['constructor', '__proto__', 'toString', 'nothing'])('there is no ask %s', async (name) => {
  expect(await raw(post(`/api/${name}`, '{}'))).toMatch(/^HTTP\/1.1 404 /)
})

test('headers that are too long, garbage and upgrades end the connection and not the server', async () => {
  expect(await raw(`GET / HTTP/1.1\r\n${host()}X: ${'x'.repeat(20_000)}\r\n\r\n`)).not.toContain('200 OK')
  expect(await raw('\0\0\0\r\n\r\n')).not.toContain('200 OK')
  await raw(`GET /api/watch HTTP/1.1\r\n${host()}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  expect(await raw(`GET / HTTP/1.1\r\n${host()}${last}\r\n`)).toMatch(/^HTTP\/1.1 200 /)
})
