// A writer that has written its end goes on reading; one that is closed does neither

import { coroutine } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { attempt, onMemory, outcome, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  trace('server read', yield* reader.read())
  writer.writeLines(['good', 'bye'])
  yield* writer.drain()
  writer.close()
  yield* writer.waitClosed()
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  trace(writer.canWriteEof(), writer.isClosing(), writer.getExtraInfo('peername')?.port)
  writer.write('hello')
  writer.writeEof()
  attempt('after the end', () => writer.write('more'))
  trace(yield* reader.read())
  writer.close()
  trace(writer.isClosing())
  yield* outcome('closed', writer.waitClosed())
  trace(writer.getExtraInfo('nothing' as never) ?? 'default')
  server.close()
  yield* server.waitClosed()
}
