// only on server: it is for node:http

// Clients that send what is no HTTP, or leave in the middle of it: whatever they send, the server goes on,
// and no task stays.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { fromPromise } from '@acoro/compat'
import { handler } from '@acoro/web'
import { toListener } from '@acoro/web/node'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runtime } from '../../../../scripts/runtimes/where.ts'
import { portOf } from '../support/client-goes.ts'
import { begin, socketTo, textOf } from '../support/clients.ts'

let printed: string[] = []
let server: Server
/** How each request ended that reached the function. */
let ends: string[] = []
const handle = handler(
  function* (request) {
    return new Response(yield* fromPromise(request.text()))
  },
  { onEnd: ({ name, outcome }) => ends.push(`${name} ${outcome}`) },
)

beforeEach(async () => {
  printed = []
  ends = []
  vi.spyOn(console, 'error').mockImplementation((...what) => void printed.push(what.join(' ')))
  server = createServer(toListener(handle))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  vi.restoreAllMocks()
  if (!server.listening) return
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** The first line that comes back, or how the connection ends without one. */
async function told(text: string | Buffer): Promise<string> {
  const socket = await socketTo(portOf(server))
  socket.end(text)
  let answer = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    answer += chunk
  })
  if (!socket.closed) await once(socket, 'close')
  return answer === '' ? 'cut' : (answer.split('\r\n', 1)[0] as string)
}

async function worksOn(): Promise<void> {
  const answer = await begin(`http://127.0.0.1:${portOf(server)}/`, 'POST', '{"still":"here"}').answer
  expect([answer.statusCode, await textOf(answer)]).toEqual([200, '{"still":"here"}'])
  expect([handle.statistics().active, printed]).toEqual([0, []])
}

const BAD = 'HTTP/1.1 400 Bad Request'
const host = 'host: x\r\n'

test.each<[string, string | Buffer, string]>([
  ['no HTTP', 'nonsense\r\n\r\n', BAD],
  ['the hello of TLS', Buffer.from('16030100a5010000a10303', 'hex'), BAD],
  ['a method that there is not', `BREW / HTTP/1.1\r\n${host}\r\n`, BAD],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', BAD],
  ['a line break in a header', `GET / HTTP/1.1\r\n${host}a: b\n c\0: d\r\n\r\n`, BAD],
  ['a header without a name', `GET / HTTP/1.1\r\n${host}: b\r\n\r\n`, BAD],
  ['two lengths', `POST / HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\nab`, BAD],
  ['a length that is none', `POST / HTTP/1.1\r\n${host}content-length: -1\r\n\r\n`, BAD],
  [
    'a length and chunks',
    `POST / HTTP/1.1\r\n${host}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    BAD,
  ],
  [
    'headers without end',
    `GET / HTTP/1.1\r\n${host}a: ${'x'.repeat(20_000)}`,
    'HTTP/1.1 431 Request Header Fields Too Large',
  ],
  [
    'an address without end',
    `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`,
    'HTTP/1.1 431 Request Header Fields Too Large',
  ],
  ['a host that is none', 'GET / HTTP/1.1\r\nhost: [\r\n\r\n', BAD],
  ['nothing at all', '', 'cut'],
  // Deno's server says nothing to it.
  ['half a line', 'GET / HT', runtime === 'deno' ? 'cut' : BAD],
])('%s reaches no function', async (_what, text, answer) => {
  expect([await told(text), ends]).toEqual([answer, []])
  await worksOn()
})

test('a body in chunks that are none ends its request, and no other', async () => {
  const head = `POST /bad HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n`
  const answer = await told(`${head}5\r\nwhole\r\nzz\r\n`)
  expect([['cut', BAD].includes(answer), ends]).toEqual([true, ['POST /bad left']])
  ends = []
  await worksOn()
})

test('a client that leaves after each byte of its request leaves nothing behind', async () => {
  const request = `POST /some HTTP/1.1\r\n${host}content-length: 5\r\n\r\nwhole`
  for (let bytes = 0; bytes <= request.length; bytes++) {
    const socket = await socketTo(portOf(server))
    if (bytes > 0) await new Promise<unknown>((resolve) => socket.write(request.slice(0, bytes), resolve))
    // At once, and when the server may have seen it.
    if (bytes % 2 === 0) await new Promise(setImmediate)
    socket.destroy()
  }
  // Closes the door behind them: all of them have been seen when it is closed.
  server.close()
  await once(server, 'close')
  expect(ends.filter((end) => !['POST /some left', 'POST /some answered'].includes(end))).toEqual([])
  while (handle.statistics().active > 0) await new Promise(setImmediate)
  expect(printed).toEqual([])
})
