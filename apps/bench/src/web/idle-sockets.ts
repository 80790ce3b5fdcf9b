// 10,000 idle WebSockets: what one costs, and how long a shutdown takes that closes all of them with 1001.
//   pnpm --filter @acoro/bench idle-sockets [count]
// The clients are bare sockets in processes of their own, so the memory is the server's alone.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { asyncFor, gather, run, sleep } from '@acoro/core'
import { serve } from '@acoro/web/node'
import { upgrade } from '@acoro/web/ws'
import { memory } from './memory.ts'

const PROCESSES = 2
const BATCH = 200

async function beClients(port: number, count: number): Promise<void> {
  const handshake =
    'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  // A close frame with 1001, masked by zeros.
  const bye = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9])
  let open = 0
  let ended = 0
  const enter = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.on('close', () => {
      if (++ended === count) process.disconnect?.()
    })
    await once(socket, 'connect')
    socket.write(handshake)
    await once(socket, 'data')
    open++
    socket.on('data', (data: Buffer) => {
      if (data[0] === 0x88) socket.end(bye)
      // A ping of the server, without a payload.
      else socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
    })
  }
  while (open < count) {
    await Promise.all(Array.from({ length: Math.min(BATCH, count - open) }, enter))
  }
  process.send?.('open')
}

const [, , first, second] = process.argv
if (first === 'clients') await beClients(Number(second), Number(process.argv[4]))
else {
  const count = Number(first ?? 10_000)
  const idle = upgrade(function* (socket) {
    yield* asyncFor(socket, function* () {})
  })
  await run(function* main() {
    const server = yield* serve((_req, res) => void res.end(), {
      host: '127.0.0.1',
      upgrade: idle,
      grace: 60_000,
    })
    const before = memory()
    const file = fileURLToPath(import.meta.url)
    const clients = Array.from({ length: PROCESSES }, () =>
      fork(file, ['clients', String(server.port), String(count / PROCESSES)]),
    )
    try {
      yield* gather(clients.map((client) => fromPromise(once(client, 'message'))))
      // Pings of 20 s may come in between.
      yield* sleep(1000)
      const { webSockets } = server.statistics()
      const each = (memory() - before) / count
      const began = performance.now()
      const report = yield* server.close()
      const took = performance.now() - began
      console.log(
        `${webSockets} idle WebSockets, ${(each / 1024).toFixed(1)} KiB each (RSS); ` +
          `closed with 1001 in ${took.toFixed(0)} ms: ${JSON.stringify(report)}`,
      )
      if (webSockets !== count || report.cancelled > 0 || report.late.length > 0) process.exitCode = 1
    } finally {
      for (const client of clients) client.kill()
    }
  })
}
