// A server listens when it is told to, serves until it is cancelled, and is closed then

import { createTask, sleep } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, outcome, trace } from '../../harness/trace.ts'

function serve(_reader: StreamReader, writer: StreamWriter): void {
  writer.close()
}

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80, startServing: false })
  trace(server.isServing())
  yield* outcome('not yet', openConnection({ host: 'localhost', port: 80 }))
  yield* server.startServing()
  yield* server.startServing()
  trace(server.isServing(), server.sockets.length)
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  trace(yield* reader.read())
  writer.close()
  const serving = createTask(outcome('serving', server.serveForever()))
  yield* sleep(5)
  yield* outcome('a second time', server.serveForever())
  serving.cancel()
  yield* serving
  trace(server.isServing(), server.sockets.length)
  yield* outcome('closed', server.serveForever())
  server.close()
  yield* outcome('wait', server.waitClosed())
  yield* outcome('no more', openConnection({ host: 'localhost', port: 80 }))
}
