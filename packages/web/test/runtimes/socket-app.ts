// A server of WebSockets by `ws` for the tests on Bun and Deno. It prints its address, then what becomes of
// its tasks.

import { asyncFor, isCancelledError, run, sleep } from '@acoro/core'
import { serve } from '@acoro/web/node'
import { upgrade } from '@acoro/web/ws'

const chat = upgrade(
  function* (socket, request) {
    try {
      if (request.url === '/push') for (;;) yield* sleep(60_000)
      if (request.url === '/close') yield* socket.close(4000, 'enough')
      else yield* asyncFor(socket, (message) => socket.send(message))
    } catch (error) {
      if (isCancelledError(error)) console.log('cancelled')
      throw error
    }
  },
  { onEnd: ({ path, outcome }) => console.log(`${path} ${outcome}`) },
)

await run(function* main() {
  const server = yield* serve((_req, res) => void res.end('http'), {
    host: '127.0.0.1',
    upgrade: chat,
    signals: ['SIGTERM'],
  })
  console.log(server.url)
  const report = yield* server.serveForever()
  console.log(JSON.stringify(report))
})
