// What runs on Node alone: a server and its client, AsyncLocalStorage, the network of tests.

import { AsyncLocalStorage } from 'node:async_hooks'
import { asyncContextLoop } from '@acoro/compat/node'
import { coroutine, run, sleep } from '@acoro/core'
import { openConnection, startServer } from '@acoro/streams'
import { MemoryNetwork } from '@acoro/testing/network'

const echo = coroutine(function* echo(reader, writer) {
  writer.write(yield* reader.readLine())
  yield* writer.drain()
  writer.close()
})

function* talk() {
  const server = yield* startServer(echo, { host: '127.0.0.1', port: 0 })
  const [reader, writer] = yield* openConnection({ host: '127.0.0.1', port: server.address.port })
  writer.write('hello\n')
  const line = yield* reader.readLine()
  writer.close()
  server.close()
  return new TextDecoder().decode(line).trim()
}

function* stores() {
  const store = new AsyncLocalStorage()
  return yield* store.run('kept', function* () {
    yield* sleep(1)
    return typeof asyncContextLoop
  })
}

globalThis.answer = run(function* main() {
  return {
    line: yield* talk(),
    stores: yield* stores(),
    network: typeof MemoryNetwork,
  }
})
