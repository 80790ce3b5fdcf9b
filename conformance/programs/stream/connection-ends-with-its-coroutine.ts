// A client's connection ends with its coroutine

import { coroutine, waitFor } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, outcome } from '../../harness/trace.ts'

const kept: StreamWriter[] = []

const serve = coroutine(function* serve(_reader: StreamReader, writer: StreamWriter) {
  kept.push(writer)
  writer.write('hello')
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  yield* outcome('read to the end', waitFor(reader.read(), 100))
  writer.close()
  server.close()
}
