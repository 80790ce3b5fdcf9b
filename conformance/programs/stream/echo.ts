// A server answers several clients at once, each in a task of its own

import { coroutine, gather, sleep } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { bytes, onMemory, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const line = yield* reader.readLine()
    if (line.length === 0) break
    yield* sleep(10)
    writer.write(Buffer.from(line).toString().toUpperCase())
    yield* writer.drain()
  }
  writer.close()
})

const client = coroutine(function* client(name: string) {
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  for (const number of [1, 2]) {
    writer.write(bytes(`${name}${number}\n`))
    trace(name, yield* reader.readLine())
  }
  writer.writeEof()
  trace(name, yield* reader.read())
  writer.close()
  yield* writer.waitClosed()
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  yield* gather(client('a'), client('b'))
  server.close()
  yield* server.waitClosed()
}
