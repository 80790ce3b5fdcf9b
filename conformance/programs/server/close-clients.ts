// A server can end its clients: after what was written to them, or at once

import { coroutine } from '@acoro/core'
import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, outcome, trace } from '../../harness/trace.ts'

const serve = coroutine(function* serve(reader: StreamReader, writer: StreamWriter) {
  writer.write('hello')
  try {
    trace('server read', yield* reader.read())
  } catch (error) {
    trace('server', error)
  }
})

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  trace(yield* reader.readExactly(5))
  server.close()
  server.closeClients()
  trace(yield* reader.read())
  yield* server.waitClosed()
  writer.close()
  const again = yield* startServer(serve, { host: 'localhost', port: 81 })
  const [anew, other] = yield* openConnection({ host: 'localhost', port: 81 })
  trace(yield* anew.readExactly(5))
  again.close()
  again.abortClients()
  yield* outcome('aborted', anew.read())
  yield* again.waitClosed()
  other.close()
}
