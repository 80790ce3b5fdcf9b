// The echo server of acoro: a coroutine a client. Plain JavaScript on the built packages, as a user would run
// it: a compiler in the process leaves a heap on which the collector works otherwise. With the files of a key
// and a certificate it speaks TLS.

import { readFileSync } from 'node:fs'
import { coroutine, run } from '@acoro/core'
import { startServer } from '@acoro/streams'

const [key, cert] = process.argv.slice(2).map((file) => readFileSync(file))

const echo = coroutine(function* echo(reader, writer) {
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) return
    writer.write(data)
    yield* writer.drain()
  }
})

await run(function* () {
  const tls = key === undefined ? undefined : { key, cert }
  const server = yield* startServer(echo, { host: '127.0.0.1', port: 0, tls })
  console.log(server.address.port)
  yield* server.serveForever()
})
