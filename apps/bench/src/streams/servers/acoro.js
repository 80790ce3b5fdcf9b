// The echo server of acoro: a coroutine a client. Plain JavaScript on the built packages, as a user would run it: a compiler
// in the process leaves a heap on which the collector works otherwise.

import { coroutine, run } from '@acoro/core'
import { startServer } from '@acoro/streams'

const echo = coroutine(function* echo(reader, writer) {
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) return
    writer.write(data)
    yield* writer.drain()
  }
})

await run(function* () {
  const server = yield* startServer(echo, { host: '127.0.0.1', port: 0 })
  console.log(server.address.port)
  yield* server.serveForever()
})
