// drain waits while the peer does not read, and only beyond the high-water mark

import { coroutine, gather, sleep } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  yield* sleep(100)
  let count = 0
  for (;;) {
    const data = yield* reader.read(65536)
    if (data.length === 0) break
    count += data.length
  }
  trace('server read', count)
  writer.close()
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  writer.write('x'.repeat(1000))
  yield* writer.drain()
  trace('a little does not wait')
  writer.write('x'.repeat(1_000_000))
  trace('buffered', writer.transport.getWriteBufferSize() > 65536)
  yield* gather(writer.drain(), writer.drain())
  trace('drained', writer.transport.getWriteBufferSize() <= 65536)
  writer.writeEof()
  yield* reader.read()
  writer.close()
  server.close()
  yield* server.waitClosed()
}
