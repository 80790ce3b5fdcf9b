// What a server does with a client may be a plain function

import { openConnection, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { onMemory, trace } from '../../harness/trace.ts'

function serve(_reader: StreamReader, writer: StreamWriter): void {
  trace('connected')
  writer.write('bye')
  writer.close()
}

export function* main() {
  onMemory()
  const server = yield* startServer(serve, { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  trace(yield* reader.read())
  writer.close()
  server.close()
  yield* server.waitClosed()
}
