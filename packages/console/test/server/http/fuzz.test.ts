// only on server: it listens to a port

import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HttpServer } from '../../../src/server/http/http-server.ts'
import { WatchStreams } from '../../../src/server/http/watch-stream.ts'

const SECRET = 'what only a viewer may read'
const token = 'a'.repeat(32)
let server: HttpServer
let port: number

beforeAll(async () => {
  server = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    hostNames: [],
    token,
    files: new Map([['/', { type: 'text/html', body: Buffer.from('page') }]]),
    streams: new WatchStreams(() => JSON.stringify(SECRET), 50),
    answer: async () => ({ secret: SECRET }),
  })
  port = await server.listen()
})
afterAll(() => server.close())

/**
 * Sends bytes, and returns what comes until the other side closes. It says that there are no more, unless it
 * `stays`: Deno takes a client that has no more to say for one that has gone.
 */
async function sent(bytes: Buffer, stays = false): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let got = ''
  socket.on('error', () => {})
  socket.on('data', (data) => {
    got += data.toString('latin1')
  })
  if (stays) socket.write(bytes)
  else socket.end(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  return got
}

const NAMES = [
  'Host',
  'Origin',
  'X-Acoro-Token',
  'Content-Type',
  'Content-Length',
  'Transfer-Encoding',
  'Connection',
  'Upgrade',
  'Expect',
  'Cookie',
  'Sec-Fetch-Site',
  '__proto__',
  'constructor',
]
const OURS = [
  '127.0.0.1:PORT',
  'http://127.0.0.1:PORT',
  'application/json',
  'chunked',
  'close',
  '100-continue',
  '[',
  'a b',
  '',
]
const value = fc.oneof(
  fc.constantFrom(...OURS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 20 }),
)
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12 }))
const headers = fc.array(fc.tuple(name, value), { maxLength: 8 })
const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/api/state',
    '/api/watch',
    '//',
    '/api/state?token=a',
    '*',
    'http://evil.example/',
    '/../../etc/passwd',
  ),
  fc.string({ maxLength: 30 }),
)
const method = fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'CONNECT', 'PRI', '')

test('whatever headers say, nobody gets in without the token, and the server goes on', async () => {
  await fc.assert(
    fc.asyncProperty(method, path, headers, fc.string({ maxLength: 100 }), async (verb, url, lines, body) => {
      const head = lines.map(([key, text]) => `${key}: ${text}\r\n`).join('')
      const text = `${verb} ${url} HTTP/1.1\r\n${head}\r\n${body}`.replaceAll('PORT', String(port))
      const reply = await sent(Buffer.from(text, 'latin1'))
      expect(reply).not.toContain(SECRET)
      expect(reply).not.toContain('HTTP/1.1 500')
    }),
    { numRuns: 300 },
  )
  expect(
    await sent(Buffer.from(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)),
  ).toContain('page')
})

test('whatever a body says, the answer is JSON, and the server goes on', async () => {
  const body = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '{"__proto__":{"every":1}}',
      '{"every":1e999}',
      `${'['.repeat(30_000)}`,
      '{"every":{}}',
      'null',
      '{}x',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('state', 'watch', 'nothing', '__proto__'), body, async (ask, text) => {
      const bytes = Buffer.from(text)
      const head = `POST /api/${ask} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Type: application/json\r\nX-Acoro-Token: ${token}\r\nContent-Length: ${bytes.length}\r\n\r\n`
      const reply = await sent(Buffer.concat([Buffer.from(head), bytes]), true)
      expect(reply).toMatch(/^HTTP\/1.1 (?:200|400|404|413|503) /)
    }),
    { numRuns: 100 },
  )
})
