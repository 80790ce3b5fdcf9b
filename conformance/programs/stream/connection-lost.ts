// Writing to a connection that is gone fails where the writer drains

import { coroutine, sleep } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, outcome, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(_reader: StreamReader, writer: StreamWriter) {
  writer.transport.abort()
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  trace(yield* reader.read(), reader.atEof())
  writer.close()
  yield* sleep(1)
  yield* outcome('drain', writer.drain())
  server.close()
  yield* server.waitClosed()
}
