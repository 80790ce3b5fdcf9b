// The echo server of acoro: a coroutine a client.

import { coroutine, run } from '@acoro/core'
import { type StreamReader, type StreamWriter, startServer } from '@acoro/streams'

const echo = coroutine(function* echo(reader: StreamReader, writer: StreamWriter) {
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
